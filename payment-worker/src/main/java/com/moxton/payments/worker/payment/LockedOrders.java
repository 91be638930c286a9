package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.order.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows as they are now, and stay until the transaction ends.
 *
 * @param orders by their ids
 * @param payments all of these orders
 */
public record LockedOrders(Map<String, Order> orders, List<Payment> payments) {

    LockedOrders and(LockedOrders more) {
        Map<String, Order> allOrders = new LinkedHashMap<>(orders);
        allOrders.putAll(more.orders);
        List<Payment> allPayments = new ArrayList<>(payments);
        allPayments.addAll(more.payments);
        return new LockedOrders(allOrders, allPayments);
    }

    /** By order; none for an order that has no payments. */
    public Map<String, List<Payment>> paymentsByOrder() {
        return payments.stream().collect(Collectors.groupingBy(Payment::orderId));
    }
}
