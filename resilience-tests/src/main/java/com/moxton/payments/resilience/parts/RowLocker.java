package com.moxton.payments.resilience.parts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stranger at the database: locks payments first and their orders afterwards, the other way round than the worker, and
 * holds them for longer than anybody waits. Changes nothing.
 */
public final class RowLocker implements AutoCloseable {

    private static final long HOLDS_MS = 1_500;
    private static final int NEWEST = 20;

    private final DatabaseProcess database;
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean running = true;
    private long deadlocksBefore;
    private long deadlocks;
    private @Nullable Thread thread;

    public RowLocker(DatabaseProcess database) {
        this.database = database;
    }

    public void start() throws SQLException {
        deadlocksBefore = countDeadlocks();
        thread = Thread.ofPlatform().daemon().name("row-locker").start(this::run);
    }

    private void run() {
        while (running) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                lock(
                        statement,
                        "SELECT id FROM payments WHERE status <> 'succeeded' ORDER BY created_at DESC, id DESC LIMIT "
                                + NEWEST + " FOR UPDATE");
                // Here the worker waits for a payment, and holds its order.
                TimeUnit.MILLISECONDS.sleep(200);
                lock(statement, "SELECT id FROM orders WHERE status = 'pending' ORDER BY id DESC FOR UPDATE");
                rounds.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(HOLDS_MS);
                connection.rollback();
            } catch (SQLException e) {
                // A deadlock or a time-out of its own: once more.
                continue;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void lock(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    private long countDeadlocks() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")) {
            return row.next() ? row.getLong(2) : 0;
        }
    }

    /** That the server had to end since the start, whoever's transaction it chose. */
    public long deadlocks() {
        return deadlocks;
    }

    /** How often all was locked. */
    public int rounds() {
        return rounds.get();
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        running = false;
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        deadlocks = countDeadlocks() - deadlocksBefore;
    }
}
