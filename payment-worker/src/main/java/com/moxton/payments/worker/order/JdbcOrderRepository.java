package com.moxton.payments.worker.order;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.jdbc.JsonRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
class JdbcOrderRepository implements OrderRepository {

    private static final String SELECT = """
            SELECT id, user_id, total_amount, currency, stripe_account, status, review_reason, paid_at, version, created_at,
                   updated_at
            FROM orders
            WHERE id IN (:ids)
            """;

    private static final String UPDATE = """
            UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
                id VARCHAR(64) CHARACTER SET ascii PATH '$[0]',
                status TEXT CHARACTER SET utf8mb4 PATH '$[1]',
                review_reason TEXT CHARACTER SET utf8mb4 PATH '$[2]',
                paid_at TEXT CHARACTER SET utf8mb4 PATH '$[3]',
                version TEXT CHARACTER SET utf8mb4 PATH '$[4]',
                updated_at TEXT CHARACTER SET utf8mb4 PATH '$[5]'
            )) changed
            STRAIGHT_JOIN orders o ON o.id = changed.id
            SET o.status = changed.status, o.review_reason = changed.review_reason, o.paid_at = changed.paid_at,
                o.version = changed.version, o.updated_at = changed.updated_at
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
        return lock("ORDER BY id FOR UPDATE", ids);
    }

    @Override
    public Map<String, Order> lockFree(Collection<String> ids) {
        return lock("ORDER BY id FOR UPDATE SKIP LOCKED", ids);
    }

    private Map<String, Order> lock(String how, Collection<String> ids) {
        Map<String, Order> orders = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(SELECT + how, Map.of("ids", new TreeSet<>(ids)), (row, n) -> order(row))
                    .forEach(order -> orders.put(order.id(), order));
        }
        return orders;
    }

    @Override
    public void update(Collection<Order> orders) {
        if (orders.isEmpty()) {
            return;
        }
        List<Order> sorted =
                orders.stream().sorted(Comparator.comparing(Order::id)).toList();
        jdbc.update(
                UPDATE,
                Map.of(
                        "rows",
                        JsonRows.of(
                                sorted,
                                (order, row) -> row.text(order.id())
                                        .text(order.status().wireName())
                                        .text(
                                                order.reviewReason() == null
                                                        ? null
                                                        : order.reviewReason().wireName())
                                        .time(order.paidAt())
                                        .number(order.version())
                                        .time(order.updatedAt()))));
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getString("id"),
                row.getString("user_id"),
                row.getBigDecimal("total_amount"),
                row.getString("currency"),
                row.getString("stripe_account"),
                OrderStatus.fromWire(row.getString("status")),
                ReviewReason.fromWire(row.getString("review_reason")),
                nullable(row, "paid_at"),
                row.getLong("version"),
                required(row, "created_at"),
                required(row, "updated_at"));
    }
}
