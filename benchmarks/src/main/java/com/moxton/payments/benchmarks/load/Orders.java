package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of {@code orders}, as a storefront would insert them: pending, 49.99 usd. */
public final class Orders {

    private static final int BATCH = 1_000;

    private Orders() {}

    /**
     * @return the ids: of this run and no other
     */
    public static List<String> insert(Schema schema, int count) throws SQLException {
        String prefix = "ord_" + Long.toString(System.nanoTime(), 36) + "_";
        List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        insert(schema, ids);
        return ids;
    }

    private static void insert(Schema schema, List<String> ids) throws SQLException {
        try (Connection connection = schema.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, 'usr_1', 49.99, 'usd')")) {
            connection.setAutoCommit(false);
            int rows = 0;
            for (String id : ids) {
                statement.setString(1, id);
                statement.addBatch();
                if (++rows % BATCH == 0) {
                    statement.executeBatch();
                    connection.commit();
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }
}
