package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Fills {@code processed_events} with events of the last half year. The rows are made
 * by the server, in the order of the primary key, and the indexes are built when they are there: ten million take minutes
 * instead of hours.
 */
public final class PastEvents {

    private static final int CHUNK = 100_000;
    private static final Duration RETRIED = Duration.ofDays(3);

    private PastEvents() {}

    public static void fill(Schema schema, IdOrder order, int rows) throws SQLException {
        List<Index> indexes = secondaryIndexes(schema);
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            // Nobody replicates these rows, and writing them twice takes a third of the time.
            statement.execute("SET SESSION sql_log_bin = 0");
            if (!indexes.isEmpty()) {
                statement.execute("ALTER TABLE processed_events "
                        + indexes.stream()
                                .map(index -> "DROP INDEX " + index.name())
                                .collect(Collectors.joining(", ")));
            }
            statement.execute("CREATE TABLE digits (d INT PRIMARY KEY)");
            statement.execute("INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
            for (long from = 0; from < rows; from += CHUNK) {
                statement.execute(insert(order, from, Math.min(CHUNK, rows - from), rows));
            }
            statement.execute("DROP TABLE digits");
            if (!indexes.isEmpty()) {
                statement.execute("ALTER TABLE processed_events "
                        + indexes.stream()
                                .map(index -> "ADD INDEX %s (%s)".formatted(index.name(), index.columns()))
                                .collect(Collectors.joining(", ")));
            }
            statement.execute("ANALYZE TABLE processed_events");
        }
    }

    /** Ids that are there: from many places of the table where they are scattered, else from the days in which Stripe retries. */
    public static List<String> sample(Schema schema, IdOrder order, int size) throws SQLException {
        List<String> ids = new ArrayList<>();
        Random random = new Random(5);
        try (Connection connection = schema.connect();
                PreparedStatement query = connection.prepareStatement("""
                        SELECT event_id FROM processed_events
                        WHERE event_id >= ? AND processed_at > UTC_TIMESTAMP() - INTERVAL 80 DAY
                        ORDER BY event_id LIMIT 5
                        """)) {
            while (ids.size() < size) {
                Instant lately = Instant.now().minusSeconds(random.nextInt(60, (int) RETRIED.toSeconds()));
                query.setString(1, order.id(lately, random));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getString(1));
                    }
                }
            }
        }
        return ids.stream().distinct().toList();
    }

    /**
     * Row by row in the order of their ids; where these aren't by time, an event's age is left to chance. Of ten million ids, a
     * few are made twice.
     */
    private static String insert(IdOrder order, long from, long count, long of) {
        String age = order == IdOrder.BY_TIME ? "1 - (n + s) / %d".formatted(of) : "s";
        return """
                INSERT INTO processed_events (event_id, type, intent_id, event_created, received_at, processed_at,
                    outcome, topic, `partition`, `offset`, livemode, account, batch_id)
                SELECT id, 'payment_intent.succeeded', CONCAT('pi_', SUBSTRING(id, 5)),
                       at, at, at, IF(n %% 10 = 0, 'superseded', 'applied'), 'stripe.events', n %% 12, n, 0, NULL,
                       CONCAT('00000000-0000-0000-0000-', LPAD(FLOOR(n / 500), 12, '0'))
                FROM (
                    SELECT n, at, %4$s AS id
                    FROM (
                        SELECT n, r, UTC_TIMESTAMP(6) - INTERVAL FLOOR((%5$s) * 15552000) + 60 SECOND AS at
                        FROM (
                            SELECT STRAIGHT_JOIN
                                %1$d + e.d * 10000 + d.d * 1000 + c.d * 100 + b.d * 10 + a.d AS n, RAND() AS r, RAND() AS s
                            FROM digits e, digits d, digits c, digits b, digits a) AS numbers
                        WHERE n < %1$d + %2$d) AS dated) AS named
                ORDER BY id
                ON DUPLICATE KEY UPDATE event_id = processed_events.event_id
                """.formatted(from, count, of, order.sql("at", "(n + r) / %d".formatted(of), "r"), age);
    }

    private record Index(String name, String columns) {}

    private static List<Index> secondaryIndexes(Schema schema) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT index_name AS name, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
                        FROM information_schema.statistics
                        WHERE table_schema = DATABASE() AND table_name = 'processed_events' AND index_name <> 'PRIMARY'
                        GROUP BY index_name
                        """)) {
            while (rows.next()) {
                indexes.add(new Index(rows.getString("name"), rows.getString("columns")));
            }
        }
        return indexes;
    }
}
