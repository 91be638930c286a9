package com.moxton.payments.worker.inbox;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/**
 * The rows of {@code parked_events}. They hold no body: it lies in the log, where it is read again. A row is taken away only
 * when its event has had its effect or is a dead letter, and all that follows from that has been published.
 */
@Repository
public class JdbcParkedEvents {

    private final NamedParameterJdbcTemplate jdbc;

    JdbcParkedEvents(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Events that are parked already stay as they are. */
    public void park(Collection<ParkedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                INSERT INTO parked_events (event_id, topic, `partition`, `offset`, reason, attempts, first_failed_at,
                    next_attempt_at)
                VALUES (:eventId, :topic, :partition, :offset, 'orphaned', :attempts, :firstFailedAt, :nextAttemptAt)
                ON DUPLICATE KEY UPDATE event_id = event_id
                """,
                events.stream()
                        .sorted(Comparator.comparing(ParkedEvent::eventId))
                        .map(JdbcParkedEvents::parameters)
                        .toArray(SqlParameterSource[]::new));
    }

    /** The longest due first. */
    public List<ParkedEvent> due(Instant now, int limit) {
        return jdbc.query(
                """
                SELECT event_id, topic, `partition`, `offset`, attempts, first_failed_at, next_attempt_at
                FROM parked_events
                WHERE next_attempt_at <= :now
                ORDER BY next_attempt_at, event_id
                LIMIT :limit
                """, Map.of("now", Objects.requireNonNull(toColumn(now)), "limit", limit), (row, n) -> parked(row));
    }

    /** Counts an attempt before it is made. False when another instance was quicker. */
    public boolean beginAttempt(ParkedEvent event, Instant nextAttemptAt) {
        return jdbc.update(
                        """
                        UPDATE parked_events SET attempts = attempts + 1, next_attempt_at = :next
                        WHERE event_id = :eventId AND attempts = :attempts
                        """,
                        Map.of(
                                "next", Objects.requireNonNull(toColumn(nextAttemptAt)),
                                "eventId", event.eventId(),
                                "attempts", event.attempts()))
                == 1;
    }

    /** False when there was no such row. */
    public boolean remove(String eventId) {
        return jdbc.update("DELETE FROM parked_events WHERE event_id = :eventId", Map.of("eventId", eventId)) == 1;
    }

    public long count() {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM parked_events", Map.of(), Long.class);
        return count == null ? 0 : count;
    }

    private static SqlParameterSource parameters(ParkedEvent event) {
        return new MapSqlParameterSource()
                .addValue("eventId", event.eventId())
                .addValue("topic", event.position().topic())
                .addValue("partition", event.position().partition())
                .addValue("offset", event.position().offset())
                .addValue("attempts", event.attempts())
                .addValue("firstFailedAt", toColumn(event.firstFailedAt()))
                .addValue("nextAttemptAt", toColumn(event.nextAttemptAt()));
    }

    private static ParkedEvent parked(ResultSet row) throws SQLException {
        return new ParkedEvent(
                row.getString("event_id"),
                new LogPosition(row.getString("topic"), row.getInt("partition"), row.getLong("offset")),
                row.getInt("attempts"),
                required(row, "first_failed_at"),
                required(row, "next_attempt_at"));
    }
}
