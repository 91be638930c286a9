package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.parts.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Whether every event that was accepted had its effect, once. */
final class ScaleChecks {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private ScaleChecks() {}

    /** Returns when all of them are there; what is missing after the patience is lost. */
    static long lost(Schema schema, Set<String> accepted) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<String> missing = new HashSet<>(accepted);
            try (Connection connection = schema.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT event_id FROM processed_events")) {
                while (rows.next()) {
                    missing.remove(rows.getString(1));
                }
            }
            if (missing.isEmpty() || System.nanoTime() > deadline) {
                return missing.size();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /**
     * What contradicts one effect for each event, and how often. Each payment that has ended well has one entry in the history
     * that says so, versions without a gap, and a paid order; nothing was put away as a dead letter or parked.
     */
    static Map<String, Long> contradictions(Schema schema) throws SQLException {
        Map<String, Long> found = new TreeMap<>();
        found.put("payments with a gap in their versions", schema.number("""
                SELECT COUNT(*) FROM (
                    SELECT payment_id FROM payment_history GROUP BY payment_id
                    HAVING COUNT(*) <> MAX(version) OR COUNT(DISTINCT version) <> COUNT(*)) AS gaps
                """));
        found.put("payments that succeeded more than once", schema.number("""
                SELECT COUNT(*) FROM (
                    SELECT payment_id FROM payment_history WHERE to_status = 'succeeded' GROUP BY payment_id
                    HAVING COUNT(*) > 1) AS twice
                """));
        found.put("payments whose version is not their history's", schema.number("""
                SELECT COUNT(*) FROM payments
                WHERE version <> (SELECT COUNT(*) FROM payment_history WHERE payment_id = payments.id)
                """));
        found.put("succeeded payments without a paid order", schema.number("""
                SELECT COUNT(*) FROM payments JOIN orders ON orders.id = payments.order_id
                WHERE payments.status = 'succeeded' AND orders.status <> 'paid'
                """));
        found.put("payments with an event of success that don't show it", schema.number("""
                SELECT COUNT(*) FROM payments JOIN processed_events ON processed_events.intent_id = payments.stripe_intent_id
                WHERE processed_events.type = 'payment_intent.succeeded' AND payments.status <> 'succeeded'
                """));
        found.put("parked events", schema.number("SELECT COUNT(*) FROM parked_events"));
        found.values().removeIf(count -> count == 0);
        return found;
    }

    /** How long the event that waited longest took from our edge to its effect, of those received since then. */
    static double longestWaitSeconds(Schema schema, long sinceEpochMillis) throws SQLException {
        return schema.number("""
                SELECT COALESCE(MAX(TIMESTAMPDIFF(MICROSECOND, received_at, processed_at)), 0) FROM processed_events
                WHERE received_at >= FROM_UNIXTIME(%d / 1000)
                """.formatted(sinceEpochMillis)) / 1e6;
    }
}
