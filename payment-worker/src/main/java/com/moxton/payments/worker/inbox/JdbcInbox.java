package com.moxton.payments.worker.inbox;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.jdbc.MultiRowInsert;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/** The rows of {@code processed_events}. */
@Repository
public class JdbcInbox {

    private static final MultiRowInsert INSERT = MultiRowInsert.of("""
            INSERT INTO processed_events (event_id, type, intent_id, event_created, received_at, processed_at,
                outcome, topic, `partition`, `offset`, livemode, account, batch_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE event_id = event_id
            """);

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    JdbcInbox(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Writes a row, with the outcome {@link EventOutcome#APPLIED}, for each event that has none, and tells which these
     * are. Whoever claims one of them at the same time waits until this transaction has ended.
     *
     * <p>Insert first, ask after: of two batches that look first and insert then, both find the same event new. And no
     * {@code INSERT IGNORE}: it takes every error for a duplicate, and would lose the event.
     *
     * @param events of different ids
     */
    public Claims claim(Collection<InboxEvent> events) {
        if (events.isEmpty()) {
            return new Claims(Set.of(), Set.of());
        }
        String batchId = UUID.randomUUID().toString();
        List<InboxEvent> sorted = events.stream()
                // In one order everywhere, or two batches that share events lock each other out.
                .sorted(Comparator.comparing(InboxEvent::eventId))
                .toList();
        Instant processed = clock.instant();
        INSERT.execute(
                jdbc.getJdbcOperations(),
                sorted,
                (event, row) -> row.text(event.eventId())
                        .text(event.type())
                        .text(event.intentId())
                        .time(event.created())
                        .time(event.received())
                        .time(processed)
                        .text(EventOutcome.APPLIED.wireName())
                        .text(event.position().topic())
                        .number(event.position().partition())
                        .number(event.position().offset())
                        .flag(event.livemode())
                        .text(event.account())
                        .text(batchId));
        return whatIsThereNow(events, batchId);
    }

    /** Asks only for what other batches wrote, which is little or nothing: the rest is ours by this transaction's insert. */
    private Claims whatIsThereNow(Collection<InboxEvent> events, String batchId) {
        Map<String, LogPosition> positions = new HashMap<>();
        events.forEach(event -> positions.put(event.eventId(), event.position()));
        Set<String> fresh = new HashSet<>(positions.keySet());
        Set<String> redelivered = new HashSet<>();
        jdbc.query("""
                SELECT event_id, topic, `partition`, `offset`
                FROM processed_events
                WHERE event_id IN (:eventIds) AND batch_id <> :batchId
                """, Map.of("eventIds", InList.of(positions.keySet()), "batchId", batchId), row -> {
            String eventId = row.getString("event_id");
            fresh.remove(eventId);
            LogPosition stored =
                    new LogPosition(row.getString("topic"), row.getInt("partition"), row.getLong("offset"));
            if (stored.equals(positions.get(eventId))) {
                redelivered.add(eventId);
            }
        });
        return new Claims(fresh, redelivered);
    }

    /** Corrects the outcome of events that this transaction has claimed. */
    public void settle(EventOutcome outcome, Collection<String> eventIds) {
        if (!eventIds.isEmpty()) {
            jdbc.update(
                    "UPDATE processed_events SET outcome = :outcome WHERE event_id IN (:eventIds)",
                    Map.of("outcome", outcome.wireName(), "eventIds", InList.of(eventIds)));
        }
    }

    /**
     * Writes what a forced replay made of events that this transaction has claimed: outcome, and what a bug may have
     * misread. Where they lie in the log stays as it was.
     */
    public void revise(Map<InboxEvent, EventOutcome> revised) {
        if (revised.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                UPDATE processed_events
                SET outcome = :outcome, type = :type, intent_id = :intentId, event_created = :created,
                    livemode = :livemode, account = :account
                WHERE event_id = :eventId
                """,
                revised.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(Comparator.comparing(InboxEvent::eventId)))
                        .map(entry -> parameters(entry.getKey())
                                .addValue("outcome", entry.getValue().wireName()))
                        .toArray(SqlParameterSource[]::new));
    }

    /** Those of the events that were processed. */
    public Set<String> processed(Collection<String> eventIds) {
        return eventIds.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.queryForList(
                        "SELECT event_id FROM processed_events WHERE event_id IN (:eventIds)",
                        Map.of("eventIds", InList.of(eventIds)),
                        String.class));
    }

    /** Where the events of these intents lie in the log, as far as they were processed. */
    public List<LogPosition> positionsOf(Collection<String> intentIds) {
        return intentIds.isEmpty()
                ? List.of()
                : jdbc.query(
                        """
                        SELECT topic, `partition`, `offset`
                        FROM processed_events
                        WHERE intent_id IN (:intentIds)
                        ORDER BY topic, `partition`, `offset`
                        """,
                        Map.of("intentIds", InList.of(intentIds)),
                        (row, n) -> new LogPosition(
                                row.getString("topic"), row.getInt("partition"), row.getLong("offset")));
    }

    /** Gives events back that this transaction has claimed: they have had no effect and are to come again. */
    public void release(Collection<String> eventIds) {
        if (!eventIds.isEmpty()) {
            jdbc.update(
                    "DELETE FROM processed_events WHERE event_id IN (:eventIds)",
                    Map.of("eventIds", InList.of(eventIds)));
        }
    }

    private MapSqlParameterSource parameters(InboxEvent event) {
        return new MapSqlParameterSource()
                .addValue("eventId", event.eventId())
                .addValue("type", event.type())
                .addValue("intentId", event.intentId())
                .addValue("created", toColumn(event.created()))
                .addValue("livemode", event.livemode())
                .addValue("account", event.account());
    }
}
