package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.order.OrderStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The orders that need a person. */
@Service
@Transactional(readOnly = true)
public class Reviews {

    private static final int MOST_PAYMENTS = 2_000;

    private final NamedParameterJdbcTemplate jdbc;

    Reviews(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those that changed last come first.
     *
     * @param before the {@link Page#next} of the page before; null for the first page
     * @param limit as it was typed; 50 when null
     * @throws OpsProblemException when one of them makes no sense; it names the field
     */
    public Page<ReviewCase> list(@Nullable String before, @Nullable String limit) {
        int most = Input.limit(limit);
        Conditions conditions = new Conditions()
                .is("o.status", OrderStatus.REVIEW.wireName())
                .after("o.updated_at", "o.id", Cursor.parse("before", before));
        List<OrderView> orders = jdbc.query(
                "SELECT " + OrderView.COLUMNS + "\nFROM orders o\n" + conditions.where()
                        + "ORDER BY o.updated_at DESC, o.id DESC\nLIMIT :limit",
                conditions.parameters(most),
                (row, n) -> OrderView.of(row));
        Page<OrderView> page = Page.of(orders, most, order -> new Cursor(order.updatedAt(), order.id()));
        return new Page<>(cases(page.items()), page.next());
    }

    /** How many there are. */
    public long count() {
        Long count = jdbc.queryForObject(
                "SELECT COUNT(*) FROM orders WHERE status = :review",
                Map.of("review", OrderStatus.REVIEW.wireName()),
                Long.class);
        return count == null ? 0 : count;
    }

    private List<ReviewCase> cases(List<OrderView> orders) {
        if (orders.isEmpty()) {
            return List.of();
        }
        MapSqlParameterSource ids = new MapSqlParameterSource(
                        "ids", orders.stream().map(OrderView::id).toList())
                .addValue("review", OrderStatus.REVIEW.wireName())
                .addValue("most", MOST_PAYMENTS);
        Map<String, List<PaymentView>> payments =
                jdbc.query("SELECT " + PaymentView.COLUMNS + """

                        FROM payments p LEFT JOIN orders o ON o.id = p.order_id
                        WHERE p.order_id IN (:ids)
                        ORDER BY p.created_at DESC, p.id DESC
                        LIMIT :most
                        """, ids, (row, n) -> PaymentView.of(row)).stream()
                        .collect(Collectors.groupingBy(PaymentView::orderId));
        Map<String, Instant> since = new HashMap<>();
        jdbc.query("""
                SELECT p.order_id, MIN(h.at) AS since
                FROM payments p
                JOIN payment_history h ON h.payment_id = p.id
                WHERE p.order_id IN (:ids) AND h.order_status = :review
                GROUP BY p.order_id
                """, ids, row -> {
            since.put(row.getString("order_id"), required(row, "since"));
        });
        return orders.stream()
                .map(order -> new ReviewCase(
                        order,
                        since.getOrDefault(order.id(), order.updatedAt()),
                        payments.getOrDefault(order.id(), List.of())))
                .toList();
    }
}
