package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** A row of {@code backfill_cursor}, each statement in a transaction of its own. */
final class JdbcBackfillCursor implements BackfillCursor {

    private static final String NAME = "stripe.events";

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final String name;

    /** @param account whose list it follows; null for the one without a name */
    JdbcBackfillCursor(NamedParameterJdbcTemplate jdbc, TransactionOperations transactions, @Nullable String account) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.name = account == null ? NAME : NAME + ":" + account;
    }

    @Override
    public State read() {
        return Objects.requireNonNull(transactions.execute(status -> jdbc
                .query(
                        """
                        SELECT covered_until, last_run_at, last_completed_at, last_seen, last_rescued
                        FROM backfill_cursor
                        WHERE name = :name
                        """,
                        parameters(),
                        (row, n) -> new State(
                                nullable(row, "covered_until"),
                                nullable(row, "last_run_at"),
                                nullable(row, "last_completed_at"),
                                row.getLong("last_seen"),
                                row.getLong("last_rescued")))
                .stream()
                .findFirst()
                .orElse(State.BLANK)));
    }

    @Override
    public void begin(Instant at) {
        update("""
                INSERT INTO backfill_cursor (name, last_run_at) VALUES (:name, :at)
                ON DUPLICATE KEY UPDATE last_run_at = :at
                """, parameters().addValue("at", toColumn(at)));
    }

    @Override
    public boolean advance(@Nullable Instant expected, Instant to) {
        return update("""
                        UPDATE backfill_cursor SET covered_until = :to
                        WHERE name = :name AND covered_until <=> :expected
                        """, parameters().addValue("to", toColumn(to)).addValue("expected", toColumn(expected))) == 1;
    }

    @Override
    public void complete(Instant at, long seen, long rescued) {
        update(
                """
                UPDATE backfill_cursor SET last_completed_at = :at, last_seen = :seen, last_rescued = :rescued
                WHERE name = :name
                """,
                parameters().addValue("at", toColumn(at)).addValue("seen", seen).addValue("rescued", rescued));
    }

    private int update(String sql, MapSqlParameterSource parameters) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.update(sql, parameters)));
    }

    private MapSqlParameterSource parameters() {
        return new MapSqlParameterSource("name", name);
    }
}
