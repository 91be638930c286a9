package com.moxton.payments.worker.deadletter;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of dead letters that are being redriven. */
@Repository
@Transactional
class JdbcRedrives {

    /** The event was processed since, by whatever way: the order turned up, a replay, a redrive. */
    private static final String PROCESSED = """
            SELECT d.id, p.outcome
            FROM dead_letters d JOIN processed_events p ON p.event_id = d.event_id
            WHERE d.state = :state AND d.forced = FALSE
                AND (d.state = 'redriven' OR p.processed_at >= d.first_failed_at)
            ORDER BY d.id
            LIMIT :limit
            """;

    /** The event was processed before, and a forced redrive has had its effect. */
    private static final String REPLAYED = """
            SELECT d.id, r.outcome
            FROM dead_letters d
                JOIN replayed_events r ON r.replay_id = d.redrive_id AND r.event_id = d.event_id
            WHERE d.state = :state AND d.forced = TRUE AND r.outcome NOT IN ('orphaned', 'malformed', 'failed')
            ORDER BY d.id
            LIMIT :limit
            """;

    private static final String ANSWERED = """
            SELECT d.id, 'answered' AS outcome
            FROM dead_letters d JOIN payment_requests q ON q.request_id = d.request_id
            WHERE d.state = :state AND q.finished_at >= d.redriven_at
            ORDER BY d.id
            LIMIT :limit
            """;

    private static final int AT_ONCE = 500;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    JdbcRedrives(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The oldest of those that are to be published. */
    @Transactional(readOnly = true)
    public List<DeadLetter> marked(int limit) {
        return jdbc.query(
                "SELECT * FROM dead_letters WHERE state = 'redriving' ORDER BY id LIMIT :limit",
                Map.of("limit", limit),
                DeadLetterRows::letter);
    }

    /** They are published and acknowledged. One that has failed again meanwhile stays superseded. */
    public void published(Collection<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.update(
                    """
                    UPDATE dead_letters SET state = 'redriven', redriven_at = :now
                    WHERE id IN (:ids) AND state = 'redriving'
                    """,
                    new MapSqlParameterSource("ids", new TreeSet<>(ids)).addValue("now", toColumn(clock.instant())));
        }
    }

    /** They can't be published, and no waiting would help. */
    public void reopen(Collection<Long> ids, String problem) {
        if (!ids.isEmpty()) {
            jdbc.update("""
                    UPDATE dead_letters SET state = 'open', problem = :problem
                    WHERE id IN (:ids) AND state = 'redriving'
                    """, new MapSqlParameterSource("ids", new TreeSet<>(ids)).addValue("problem", problem));
        }
    }

    /** @return how many letters turned out to have had their effect */
    public int resolve() {
        return resolve(PROCESSED, DeadLetterState.OPEN)
                + resolve(PROCESSED, DeadLetterState.REDRIVEN)
                + resolve(REPLAYED, DeadLetterState.REDRIVEN)
                + resolve(ANSWERED, DeadLetterState.REDRIVEN);
    }

    private int resolve(String sql, DeadLetterState state) {
        List<SqlParameterSource> resolved = jdbc.query(
                sql,
                Map.of("state", state.wireName(), "limit", AT_ONCE),
                (row, n) -> new MapSqlParameterSource("id", row.getLong("id"))
                        .addValue("state", state.wireName())
                        .addValue("outcome", row.getString("outcome"))
                        .addValue("now", toColumn(clock.instant())));
        if (!resolved.isEmpty()) {
            jdbc.batchUpdate("""
                    UPDATE dead_letters SET state = 'resolved', outcome = :outcome, resolved_at = :now
                    WHERE id = :id AND state = :state
                    """, resolved.toArray(SqlParameterSource[]::new));
        }
        return resolved.size();
    }
}
