package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.order.Order;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the ledger would make of observations, without a table: the same steps, in memory.
 *
 * @param orders those given, as their payments leave them
 * @param payments those given and those that were found in the observations, by id
 */
public record Recomputation(Map<String, Order> orders, Map<String, Payment> payments) {

    /**
     * @param payments what is known beforehand of the orders' payments
     */
    public static Recomputation of(
            Map<String, Order> orders, Collection<Payment> payments, List<Observation> observations, Instant now) {
        WorkingSet working = new WorkingSet(new LockedOrders(orders, List.copyOf(payments)), Set.of(), now);
        working.weigh();
        observations.forEach(working::observe);
        Map<String, Order> ordersAfter = new HashMap<>(orders);
        working.changedOrders().forEach(order -> ordersAfter.put(order.id(), order));
        Map<String, Payment> paymentsAfter = new HashMap<>();
        payments.forEach(payment -> paymentsAfter.put(payment.id(), payment));
        working.changedPayments().forEach(payment -> paymentsAfter.put(payment.id(), payment));
        working.newPayments().forEach(payment -> paymentsAfter.put(payment.id(), payment));
        return new Recomputation(ordersAfter, paymentsAfter);
    }
}
