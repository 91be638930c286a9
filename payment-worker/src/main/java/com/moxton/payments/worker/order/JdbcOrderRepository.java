package com.moxton.payments.worker.order;

import com.moxton.payments.worker.jdbc.JsonRows;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
class JdbcOrderRepository implements OrderRepository {

    private static final String SELECT =
            "SELECT %s FROM orders o WHERE o.id = :id ".formatted(JdbcOrderRow.columns("o", ""));

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
        return select(id, "");
    }

    @Override
    public Optional<Order> lock(String id) {
        return select(id, "FOR UPDATE");
    }

    private Optional<Order> select(String id, String how) {
        return jdbc.query(SELECT + how, Map.of("id", id), (row, n) -> JdbcOrderRow.read(row, "")).stream()
                .findFirst();
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
}
