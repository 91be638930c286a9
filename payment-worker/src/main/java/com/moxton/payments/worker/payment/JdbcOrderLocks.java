package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.order.JdbcOrderRow;
import com.moxton.payments.worker.order.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
class JdbcOrderLocks implements OrderLocks {

    private static final String ORDER = "order_row_";

    /**
     * The server takes the orders by their primary key and after each one its payments. Without the hints it would read a
     * small table as a whole, and wait for every row of it.
     */
    private static final String ALL = """
            SELECT %s, %s
            FROM orders o FORCE INDEX (PRIMARY)
            LEFT JOIN payments p FORCE INDEX (payments_order_id) ON p.order_id = o.id
            WHERE o.id IN (:ids)
            ORDER BY o.id
            FOR UPDATE
            """.formatted(JdbcPaymentRow.columns("p"), JdbcOrderRow.columns("o", ORDER));

    private static final String FREE = """
            SELECT %s
            FROM orders o
            WHERE o.id IN (:ids)
            ORDER BY o.id
            FOR UPDATE SKIP LOCKED
            """.formatted(JdbcOrderRow.columns("o", ORDER));

    private static final String PAYMENTS = """
            SELECT %s
            FROM payments p FORCE INDEX (payments_order_id)
            WHERE p.order_id IN (:ids)
            ORDER BY p.order_id, p.id
            FOR UPDATE
            """.formatted(JdbcPaymentRow.columns("p"));

    private final NamedParameterJdbcTemplate jdbc;

    JdbcOrderLocks(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public LockedOrders all(Collection<String> orderIds) {
        Map<String, Order> orders = new LinkedHashMap<>();
        List<Payment> payments = new ArrayList<>();
        if (!orderIds.isEmpty()) {
            jdbc.query(ALL, Map.of("ids", InList.of(orderIds)), row -> {
                if (!orders.containsKey(row.getString(ORDER + "id"))) {
                    Order order = JdbcOrderRow.read(row, ORDER);
                    orders.put(order.id(), order);
                }
                if (row.getString("id") != null) {
                    payments.add(JdbcPaymentRow.read(row));
                }
            });
        }
        return new LockedOrders(orders, payments);
    }

    /** In two statements: {@code SKIP LOCKED} would pass over payments too, and show an order without them. */
    @Override
    public LockedOrders free(Collection<String> orderIds) {
        if (orderIds.isEmpty()) {
            return new LockedOrders(Map.of(), List.of());
        }
        Map<String, Order> orders = new LinkedHashMap<>();
        jdbc.query(FREE, Map.of("ids", InList.of(orderIds)), (row, n) -> JdbcOrderRow.read(row, ORDER))
                .forEach(order -> orders.put(order.id(), order));
        List<Payment> payments = orders.isEmpty()
                ? List.of()
                : jdbc.query(PAYMENTS, Map.of("ids", InList.of(orders.keySet())), (row, n) -> JdbcPaymentRow.read(row));
        return new LockedOrders(orders, payments);
    }
}
