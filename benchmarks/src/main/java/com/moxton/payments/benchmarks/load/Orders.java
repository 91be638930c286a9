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
        insert(
                schema,
                "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, 'usr_1', 49.99, 'usd')",
                ids,
                (statement, id) -> statement.setString(1, id));
        return ids;
    }

    /**
     * The same, each with the payment of its {@link PaymentLife}: Stripe has been asked for it and has answered, and no event
     * of it has come yet.
     */
    public static List<String> insertWithPayments(Schema schema, int count) throws SQLException {
        List<String> ids = insert(schema, count);
        insert(schema, """
                INSERT INTO payments (id, order_id, amount, currency, status, stripe_intent_id, metadata,
                    idempotency_key, open_order_id, version, created_at, updated_at)
                VALUES (?, ?, 49.99, 'usd', 'requires_payment_method', ?, '{}', ?, ?, 1, UTC_TIMESTAMP(6),
                    UTC_TIMESTAMP(6))
                """, ids, (statement, id) -> {
            statement.setString(1, PaymentLife.paymentId(id));
            statement.setString(2, id);
            statement.setString(3, PaymentLife.intentId(id));
            statement.setString(4, PaymentLife.paymentId(id));
            statement.setString(5, id);
        });
        return ids;
    }

    private interface Binding {
        void bind(PreparedStatement statement, String orderId) throws SQLException;
    }

    private static void insert(Schema schema, String sql, List<String> ids, Binding binding) throws SQLException {
        try (Connection connection = schema.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            int rows = 0;
            for (String id : ids) {
                binding.bind(statement, id);
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
