package com.moxton.payments.worker.inbox;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.jdbc.InList;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/**
 * The rows of {@code replayed_events}: what became of each event of each replay. They are to forced replays what
 * {@code processed_events} is to events, and let a replay's outcomes be counted.
 */
@Repository
public class JdbcReplayedEvents {

    /** Its order isn't there (yet): the one outcome that another may follow. */
    public static final String ORPHANED = "orphaned";

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    JdbcReplayedEvents(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Writes down outcomes. What was written before stays, unless that was {@value #ORPHANED}. */
    public void note(Map<ReplayedEvent, String> outcomes) {
        insert("""
                INSERT INTO replayed_events (replay_id, event_id, outcome, topic, `partition`, `offset`, at, batch_id)
                VALUES (:replayId, :eventId, :outcome, :topic, :partition, :offset, :at, :batchId)
                ON DUPLICATE KEY UPDATE outcome = IF(outcome = 'orphaned', VALUES(outcome), outcome)
                """, outcomes, UUID.randomUUID().toString());
    }

    /**
     * As {@link JdbcInbox#claim}, for events of one forced replay: its effect is theirs once for each replay. Events whose
     * order was missing are fresh again.
     *
     * @param events of different ids
     */
    public Claims claim(String replayId, Collection<ReplayedEvent> events) {
        if (events.isEmpty()) {
            return new Claims(Set.of(), Set.of());
        }
        String batchId = UUID.randomUUID().toString();
        Map<ReplayedEvent, String> claimed = new HashMap<>();
        Map<String, LogPosition> positions = new HashMap<>();
        events.forEach(event -> {
            claimed.put(event, EventOutcome.APPLIED.wireName());
            positions.put(event.eventId(), event.position());
        });
        insert("""
                INSERT INTO replayed_events (replay_id, event_id, outcome, topic, `partition`, `offset`, at, batch_id)
                VALUES (:replayId, :eventId, :outcome, :topic, :partition, :offset, :at, :batchId)
                ON DUPLICATE KEY UPDATE event_id = event_id
                """, claimed, batchId);
        Set<String> fresh = new HashSet<>();
        Set<String> redelivered = new HashSet<>();
        jdbc.query("""
                SELECT event_id, topic, `partition`, `offset`, batch_id, outcome
                FROM replayed_events
                WHERE replay_id = :replayId AND event_id IN (:eventIds)
                """, Map.of("replayId", replayId, "eventIds", InList.of(positions.keySet())), row -> {
            String eventId = row.getString("event_id");
            LogPosition stored =
                    new LogPosition(row.getString("topic"), row.getInt("partition"), row.getLong("offset"));
            if (row.getString("batch_id").equals(batchId)
                    || row.getString("outcome").equals(ORPHANED)) {
                fresh.add(eventId);
            } else if (stored.equals(positions.get(eventId))) {
                redelivered.add(eventId);
            }
        });
        return new Claims(fresh, redelivered);
    }

    /** Corrects the outcome of events that this transaction has claimed. */
    public void settle(String replayId, String outcome, Collection<String> eventIds) {
        if (!eventIds.isEmpty()) {
            jdbc.update("""
                    UPDATE replayed_events SET outcome = :outcome
                    WHERE replay_id = :replayId AND event_id IN (:eventIds)
                    """, Map.of("replayId", replayId, "outcome", outcome, "eventIds", InList.of(eventIds)));
        }
    }

    /** How many events of the replay had which outcome so far. */
    public Map<String, Long> outcomes(String replayId) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query("""
                SELECT outcome, COUNT(*) AS events
                FROM replayed_events
                WHERE replay_id = :replayId
                GROUP BY outcome
                """, Map.of("replayId", replayId), row -> {
            counts.put(row.getString("outcome"), row.getLong("events"));
        });
        return counts;
    }

    private void insert(String sql, Map<ReplayedEvent, String> outcomes, String batchId) {
        if (outcomes.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                sql,
                outcomes.entrySet().stream()
                        // In one order everywhere, or two batches that share events lock each other out.
                        .sorted(Map.Entry.comparingByKey(
                                Comparator.comparing(ReplayedEvent::replayId).thenComparing(ReplayedEvent::eventId)))
                        .map(entry -> parameters(entry.getKey(), entry.getValue(), batchId))
                        .toArray(SqlParameterSource[]::new));
    }

    private SqlParameterSource parameters(ReplayedEvent event, String outcome, String batchId) {
        return new MapSqlParameterSource()
                .addValue("replayId", event.replayId())
                .addValue("eventId", event.eventId())
                .addValue("outcome", outcome)
                .addValue("topic", event.position().topic())
                .addValue("partition", event.position().partition())
                .addValue("offset", event.position().offset())
                .addValue("at", toColumn(clock.instant()))
                .addValue("batchId", batchId);
    }
}
