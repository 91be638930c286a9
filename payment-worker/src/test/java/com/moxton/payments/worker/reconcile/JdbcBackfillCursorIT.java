package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

@WithReconcileTables
class JdbcBackfillCursorIT implements BackfillCursorContract {

    @Autowired
    private NamedParameterJdbcTemplate named;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionOperations transactions;

    @BeforeEach
    void blank() {
        transactions.executeWithoutResult(status -> jdbc.update("DELETE FROM backfill_cursor"));
    }

    @Override
    public BackfillCursor cursor() {
        return new JdbcBackfillCursor(named, transactions, "acct_1");
    }

    @Test
    void eachAccountHasItsOwn() {
        BackfillCursor unnamed = new JdbcBackfillCursor(named, transactions, null);
        BackfillCursor other = new JdbcBackfillCursor(named, transactions, "acct_" + "x".repeat(250));
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");

        List.of(unnamed, other).forEach(cursor -> cursor.begin(noon));
        assertThat(other.advance(null, noon)).isTrue();

        assertThat(unnamed.read().coveredUntil()).isNull();
        assertThat(other.read().coveredUntil()).isEqualTo(noon);
        assertThat(jdbc.queryForList("SELECT name FROM backfill_cursor WHERE covered_until IS NULL", String.class))
                .as("as it was called before there were accounts")
                .containsExactly("stripe.events");
    }
}
