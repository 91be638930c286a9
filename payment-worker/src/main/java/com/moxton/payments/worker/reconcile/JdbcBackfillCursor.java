package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The one row of {@code backfill_cursor}. */
@Repository
@Transactional
class JdbcBackfillCursor implements BackfillCursor {

    /** Part of the key, so that other lists can be followed one day. */
    private static final Map<String, String> NAME = Map.of("name", "stripe.events");

    private final NamedParameterJdbcTemplate jdbc;

    JdbcBackfillCursor(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public State read() {
        return jdbc
                .query(
                        """
                        SELECT covered_until, last_run_at, last_completed_at, last_seen, last_rescued
                        FROM backfill_cursor
                        WHERE name = :name
                        """,
                        NAME,
                        (row, n) -> new State(
                                nullable(row, "covered_until"),
                                nullable(row, "last_run_at"),
                                nullable(row, "last_completed_at"),
                                row.getLong("last_seen"),
                                row.getLong("last_rescued")))
                .stream()
                .findFirst()
                .orElse(State.BLANK);
    }

    @Override
    public void begin(Instant at) {
        jdbc.update("""
                INSERT INTO backfill_cursor (name, last_run_at) VALUES (:name, :at)
                ON DUPLICATE KEY UPDATE last_run_at = :at
                """, parameters().addValue("at", toColumn(at)));
    }

    @Override
    public boolean advance(@Nullable Instant expected, Instant to) {
        return jdbc.update("""
                        UPDATE backfill_cursor SET covered_until = :to
                        WHERE name = :name AND covered_until <=> :expected
                        """, parameters().addValue("to", toColumn(to)).addValue("expected", toColumn(expected)))
                == 1;
    }

    @Override
    public void complete(Instant at, long seen, long rescued) {
        jdbc.update(
                """
                UPDATE backfill_cursor SET last_completed_at = :at, last_seen = :seen, last_rescued = :rescued
                WHERE name = :name
                """,
                parameters().addValue("at", toColumn(at)).addValue("seen", seen).addValue("rescued", rescued));
    }

    private static MapSqlParameterSource parameters() {
        return new MapSqlParameterSource(NAME);
    }
}
