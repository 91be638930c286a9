package com.moxton.payments.worker.order;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

@Repository
class JdbcOrderRepository implements OrderRepository {

    private static final String SELECT = """
            SELECT id, user_id, total_amount, currency, status, review_reason, paid_at, version, created_at, updated_at
            FROM orders
            WHERE id IN (:ids)
            """;

    private final NamedParameterJdbcTemplate jdbc;

    JdbcOrderRepository(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Order> find(String id) {
        return jdbc.query(SELECT, Map.of("ids", id), (row, n) -> order(row)).stream()
                .findFirst();
    }

    @Override
    public Map<String, Order> lockAll(Collection<String> ids) {
        Map<String, Order> orders = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(SELECT + "ORDER BY id FOR UPDATE", Map.of("ids", new TreeSet<>(ids)), (row, n) -> order(row))
                    .forEach(order -> orders.put(order.id(), order));
        }
        return orders;
    }

    @Override
    public void update(Collection<Order> orders) {
        if (orders.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                UPDATE orders
                SET status = :status, review_reason = :reviewReason, paid_at = :paidAt, version = :version,
                    updated_at = :updatedAt
                WHERE id = :id
                """,
                orders.stream()
                        .sorted(Comparator.comparing(Order::id))
                        .map(JdbcOrderRepository::parameters)
                        .toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource parameters(Order order) {
        return new MapSqlParameterSource()
                .addValue("id", order.id())
                .addValue("status", order.status().wireName())
                .addValue(
                        "reviewReason",
                        order.reviewReason() == null
                                ? null
                                : order.reviewReason().wireName())
                .addValue("paidAt", toColumn(order.paidAt()))
                .addValue("version", order.version())
                .addValue("updatedAt", toColumn(order.updatedAt()));
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getString("id"),
                row.getString("user_id"),
                row.getBigDecimal("total_amount"),
                row.getString("currency"),
                OrderStatus.fromWire(row.getString("status")),
                ReviewReason.fromWire(row.getString("review_reason")),
                nullable(row, "paid_at"),
                row.getLong("version"),
                required(row, "created_at"),
                required(row, "updated_at"));
    }
}
