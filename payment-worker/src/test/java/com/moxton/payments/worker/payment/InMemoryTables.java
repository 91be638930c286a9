package com.moxton.payments.worker.payment;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.order.OrderStatus;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Orders, payments and history without a database, and with its constraints: they pass the same contract tests. */
final class InMemoryTables {

    final Map<String, Order> orders = new TreeMap<>();
    final Map<String, Payment> payments = new TreeMap<>();
    final List<PaymentChange> history = new ArrayList<>();

    /** What the ledger told of orders that came into review. */
    final List<OrderInReview> reviews = new ArrayList<>();

    void order(String id, String amount) {
        order(id, amount, null);
    }

    void order(String id, String amount, @Nullable String stripeAccount) {
        orders.put(
                id,
                new Order(
                        id,
                        "user-1",
                        new BigDecimal(amount),
                        "usd",
                        stripeAccount,
                        OrderStatus.PENDING,
                        null,
                        null,
                        0,
                        Instant.EPOCH,
                        Instant.EPOCH));
    }

    PaymentLedger ledger(ReviewWatch watch, Clock clock) {
        return new PaymentLedger(orderLocks(), orderRepository(), paymentRepository(), paymentHistory(), watch, clock);
    }

    OrderRepository orderRepository() {
        return new OrderRepository() {
            @Override
            public Optional<Order> find(String id) {
                return Optional.ofNullable(orders.get(id));
            }

            @Override
            public Optional<Order> lock(String id) {
                return find(id);
            }

            @Override
            public void update(Collection<Order> changed) {
                changed.forEach(order -> orders.put(order.id(), order));
            }
        };
    }

    OrderLocks orderLocks() {
        return new OrderLocks() {
            @Override
            public LockedOrders all(Collection<String> ids) {
                Map<String, Order> found = new TreeMap<>(orders);
                found.keySet().retainAll(new TreeSet<>(ids));
                return new LockedOrders(
                        found,
                        payments.values().stream()
                                .filter(payment -> found.containsKey(payment.orderId()))
                                .toList());
            }

            @Override
            public LockedOrders free(Collection<String> ids) {
                return all(ids);
            }
        };
    }

    PaymentRepository paymentRepository() {
        return new PaymentRepository() {
            @Override
            public Optional<Payment> find(String id) {
                return Optional.ofNullable(payments.get(id));
            }

            @Override
            public Optional<Payment> findByIntentId(String intentId) {
                return payments.values().stream()
                        .filter(payment -> intentId.equals(payment.intentId()))
                        .findFirst();
            }

            @Override
            public List<Payment> findByIntents(Collection<String> intentIds) {
                return payments.values().stream()
                        .filter(payment -> payment.intentId() != null && intentIds.contains(payment.intentId()))
                        .toList();
            }

            @Override
            public List<Place> placesOf(Collection<String> ids, Collection<String> intentIds) {
                return payments.values().stream()
                        .filter(payment -> ids.contains(payment.id())
                                || (payment.intentId() != null && intentIds.contains(payment.intentId())))
                        .map(payment -> new Place(payment.orderId(), payment.intentId()))
                        .toList();
            }

            @Override
            public void insert(Collection<Payment> added) {
                for (Payment payment : added) {
                    if (payments.containsKey(payment.id())) {
                        throw new ConstraintViolation("id");
                    }
                    put(payment);
                }
            }

            @Override
            public void update(Collection<Payment> changed) {
                changed.forEach(this::put);
            }

            private void put(Payment payment) {
                for (Payment other : payments.values()) {
                    if (!other.id().equals(payment.id())) {
                        refuseSame("open_order_id", payment.openOrderId(), other.openOrderId());
                        refuseSame("stripe_intent_id", payment.intentId(), other.intentId());
                    }
                }
                payments.put(payment.id(), payment);
            }
        };
    }

    PaymentHistory paymentHistory() {
        return new PaymentHistory() {
            @Override
            public void append(Collection<PaymentChange> changes) {
                for (PaymentChange change : changes) {
                    for (PaymentChange other : history) {
                        if (other.to().id().equals(change.to().id())
                                && other.to().version() == change.to().version()) {
                            throw new ConstraintViolation("version");
                        }
                    }
                    history.add(change);
                }
            }

            @Override
            public List<PaymentUpdate> updatesCausedBy(Collection<String> causeIds) {
                return history.stream()
                        .filter(change -> causeIds.contains(change.causeId()))
                        .sorted(Comparator.comparing(
                                        (PaymentChange change) -> change.to().id())
                                .thenComparing(change -> change.to().version()))
                        .map(change -> change.to().update(change.orderStatus()))
                        .toList();
            }
        };
    }

    private static void refuseSame(
            String column,
            @org.jspecify.annotations.Nullable String one,
            @org.jspecify.annotations.Nullable String other) {
        if (one != null && Objects.equals(one, other)) {
            throw new ConstraintViolation(column);
        }
    }

    /** As the database's. */
    static final class ConstraintViolation extends org.springframework.dao.DuplicateKeyException {
        ConstraintViolation(String column) {
            super(column);
        }
    }
}
