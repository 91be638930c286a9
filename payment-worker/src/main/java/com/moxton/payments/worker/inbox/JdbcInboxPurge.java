package com.moxton.payments.worker.inbox;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** The old rows of {@code processed_events}. */
@Repository
class JdbcInboxPurge {

    private final NamedParameterJdbcTemplate jdbc;
    private final RetryingTransactions transactions;

    JdbcInboxPurge(NamedParameterJdbcTemplate jdbc, RetryingTransactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** An old row; rows are ordered by the time of processing, then by id. */
    record Row(String eventId, Instant processed, int partition, long offset) {}

    /**
     * @param after the last row that was looked at; null for the first ones
     */
    List<Row> olderThan(Instant before, @Nullable Row after, int limit) {
        return jdbc.query(
                """
                SELECT event_id, processed_at, `partition`, `offset`
                FROM processed_events
                WHERE processed_at < :before AND topic = :topic
                    AND (processed_at > :afterTime OR processed_at = :afterTime AND event_id > :afterId)
                ORDER BY processed_at, event_id
                LIMIT :limit
                """,
                new MapSqlParameterSource()
                        .addValue("before", Objects.requireNonNull(toColumn(before)))
                        .addValue("topic", Topic.STRIPE_EVENTS.topicName())
                        .addValue("afterTime", toColumn(after == null ? Instant.EPOCH : after.processed()))
                        .addValue("afterId", after == null ? "" : after.eventId())
                        .addValue("limit", limit),
                (row, n) -> new Row(
                        row.getString("event_id"),
                        required(row, "processed_at"),
                        row.getInt("partition"),
                        row.getLong("offset")));
    }

    int delete(Collection<String> eventIds) {
        return transactions.execute(() -> jdbc.update(
                "DELETE FROM processed_events WHERE event_id IN (:eventIds)",
                // In one order everywhere, or two batches that share events lock each other out.
                new MapSqlParameterSource("eventIds", InList.of(eventIds))));
    }
}
