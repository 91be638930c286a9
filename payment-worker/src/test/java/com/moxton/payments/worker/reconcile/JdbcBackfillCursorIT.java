package com.moxton.payments.worker.reconcile;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

@WithReconcileTables
class JdbcBackfillCursorIT implements BackfillCursorContract {

    @Autowired
    private BackfillCursor cursor;

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
        return cursor;
    }
}
