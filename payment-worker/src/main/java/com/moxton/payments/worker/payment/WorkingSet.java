package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderPayment;
import com.moxton.payments.worker.order.OrderStanding;
import com.moxton.payments.worker.order.ReviewReason;
import com.moxton.payments.worker.payment.IntentSnapshot.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The locked rows of one transaction, and what has become of them: everything between reading and writing, in memory. */
final class WorkingSet {

    /** Earliest first. */
    private static final Comparator<Payment> BY_AGE =
            Comparator.comparing(Payment::createdAt).thenComparing(Payment::id);

    private final Map<String, Order> ordersAsRead;
    private final Map<String, Order> orders;
    private final Map<String, Payment> paymentsAsRead = new LinkedHashMap<>();
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Set<String>> idsByOrder = new HashMap<>();
    private final Map<String, String> idByIntent = new HashMap<>();
    private final Set<String> knownIntents;
    private final Instant now;

    private final List<PaymentChange> changes = new ArrayList<>();
    private final List<PaymentUpdate> updates = new ArrayList<>();
    private final Map<String, ObservationOutcome> outcomes = new LinkedHashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private final Map<String, PaymentChange> moverOfOrder = new LinkedHashMap<>();

    WorkingSet(Map<String, Order> orders, Collection<Payment> payments, Set<String> knownIntents, Instant now) {
        this.ordersAsRead = Map.copyOf(orders);
        this.orders = new LinkedHashMap<>(orders);
        payments.forEach(payment -> paymentsAsRead.put(payment.id(), payment));
        payments.forEach(this::put);
        this.knownIntents = knownIntents;
        this.now = now;
    }

    private void put(Payment payment) {
        payments.put(payment.id(), payment);
        idsByOrder
                .computeIfAbsent(payment.orderId(), id -> new LinkedHashSet<>())
                .add(payment.id());
        if (payment.intentId() != null) {
            idByIntent.put(payment.intentId(), payment.id());
        }
    }

    private Stream<Payment> paymentsOf(String orderId) {
        return idsByOrder.getOrDefault(orderId, Set.of()).stream().map(payments::get);
    }

    void observe(Observation observation) {
        outcomes.put(observation.id(), take(observation));
    }

    private ObservationOutcome take(Observation observation) {
        IntentSnapshot intent = observation.intent();
        Optional<Ownership> ownership = intent.ownership();
        Payment known = find(intent, ownership);
        if (known != null) {
            return join(known, known, observation);
        }
        if (ownership.isEmpty()) {
            // The row is there and its order isn't: somebody deleted it.
            return knownIntents.contains(intent.intentId()) ? ObservationOutcome.ORPHANED : ObservationOutcome.FOREIGN;
        }
        if (!orders.containsKey(ownership.get().orderId())) {
            return ObservationOutcome.ORPHANED;
        }
        join(null, adopt(ownership.get(), intent), observation);
        return ObservationOutcome.ADOPTED;
    }

    private @Nullable Payment find(IntentSnapshot intent, Optional<Ownership> ownership) {
        String id = idByIntent.get(intent.intentId());
        if (id != null) {
            return payments.get(id);
        }
        // Stripe was asked, and its event is quicker than its answer.
        return ownership
                .map(own -> payments.get(own.paymentId()))
                .filter(payment -> payment.intentId() == null)
                .orElse(null);
    }

    private Payment adopt(Ownership ownership, IntentSnapshot intent) {
        String id = ownership.paymentId();
        if (payments.containsKey(id)) {
            // Two intents bear one payment id: a copy made by hand at Stripe. Its money must not stay unseen.
            id = UUID.nameUUIDFromBytes(intent.intentId().getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        return Payment.adopted(id, ownership.orderId(), intent);
    }

    private ObservationOutcome join(@Nullable Payment before, Payment base, Observation observation) {
        touched.add(base.id());
        return switch (Joined.join(base.state(), observation)) {
            case Joined.Applied(PaymentState state) -> {
                change(before, base.showing(state, observation.intent()), observation.cause(), observation.id());
                yield ObservationOutcome.APPLIED;
            }
            case Joined.Superseded() -> ObservationOutcome.SUPERSEDED;
            case Joined.AlreadyThere() -> ObservationOutcome.SUPERSEDED;
        };
    }

    void open(Payment requested, String requestId) {
        if (paymentsOf(requested.orderId()).anyMatch(payment -> payment.status().isOpen())) {
            // The table's constraint would not notice: the new payment would just not stand for the order.
            throw new IllegalStateException("The order has an open payment");
        }
        change(null, requested, "create-intent", requestId);
    }

    void refuse(String paymentId, String requestId, PaymentError error) {
        Payment payment = payments.get(paymentId);
        if (payment != null && payment.status() == PaymentStatus.REQUESTED) {
            change(payment, payment.refused(error, now), "create-intent", requestId);
        }
    }

    private void change(@Nullable Payment before, Payment after, String cause, String causeId) {
        put(after);
        Order order = orders.get(after.orderId());
        if (order == null) {
            throw new IllegalStateException("The payment's order is not locked");
        }
        Order standing = order.standing(
                OrderStanding.of(
                        order,
                        paymentsOf(order.id()).map(WorkingSet::asOrderSeesIt).toList()),
                now);
        orders.put(order.id(), standing);
        if (before == null || !before.looksLike(after) || standing != order) {
            Payment next = after.nextVersion();
            put(next);
            PaymentChange change = new PaymentChange(
                    before == null ? null : before.status(), next, standing.status(), cause, causeId, now);
            changes.add(change);
            if (standing != order) {
                moverOfOrder.put(order.id(), change);
            }
            updates.add(next.update(standing.status()));
        }
        appointOpenPayment(order.id());
    }

    /**
     * Seen from the beginning of the transaction to its end: what an order was in between is nobody's business, and a log
     * that is run again in one batch moves it from review to paid and back.
     */
    List<OrderInReview> cameIntoReview() {
        List<OrderInReview> cases = new ArrayList<>();
        moverOfOrder.forEach((orderId, mover) -> {
            Order order = orders.get(orderId);
            Order before = ordersAsRead.get(orderId);
            ReviewReason reason = order == null ? null : order.reviewReason();
            if (order != null && reason != null && (before == null || before.reviewReason() != reason)) {
                Payment payment = mover.to();
                cases.add(new OrderInReview(
                        order, reason, payment.id(), payment.intentId(), received(payment), mover.causeId()));
            }
        });
        return cases;
    }

    private static Money received(Payment payment) {
        return new Money(payment.amountReceived(), payment.amount().currency());
    }

    private static OrderPayment asOrderSeesIt(Payment payment) {
        OrderPayment.State state = switch (payment.status()) {
            case SUCCEEDED -> OrderPayment.State.SUCCEEDED;
            case CANCELED -> OrderPayment.State.CANCELED;
            case FAILED -> OrderPayment.State.REFUSED;
            case REQUIRES_PAYMENT_METHOD ->
                payment.lastError() == null ? OrderPayment.State.OPEN : OrderPayment.State.DECLINED;
            case REQUESTED, REQUIRES_CONFIRMATION, REQUIRES_ACTION, PROCESSING, REQUIRES_CAPTURE ->
                OrderPayment.State.OPEN;
        };
        return new OrderPayment(payment.id(), state, received(payment), payment.updatedAt(), payment.createdAt());
    }

    /** A replay of the log may see two open payments of an order for a moment: the earliest stands for it then. */
    private void appointOpenPayment(String orderId) {
        String appointed = paymentsOf(orderId)
                .filter(payment -> payment.status().isOpen())
                .min(BY_AGE)
                .map(Payment::id)
                .orElse(null);
        paymentsOf(orderId)
                .map(payment -> payment.standingForOrder(payment.id().equals(appointed)))
                .toList()
                .forEach(this::put);
    }

    List<Order> changedOrders() {
        return orders.values().stream()
                .filter(order -> !order.equals(ordersAsRead.get(order.id())))
                .toList();
    }

    /** Those that give up standing for their order come first: the constraint is checked row by row. */
    List<Payment> changedPayments() {
        return payments.values().stream()
                .filter(payment ->
                        paymentsAsRead.containsKey(payment.id()) && !payment.equals(paymentsAsRead.get(payment.id())))
                .sorted(Comparator.comparing((Payment payment) -> payment.openOrderId() != null)
                        .thenComparing(Payment::id))
                .toList();
    }

    List<Payment> newPayments() {
        return payments.values().stream()
                .filter(payment -> !paymentsAsRead.containsKey(payment.id()))
                .sorted(Comparator.comparing(Payment::id))
                .toList();
    }

    List<PaymentChange> changes() {
        return changes;
    }

    LedgerEntry entry() {
        return new LedgerEntry(
                outcomes,
                updates,
                touched.stream().map(payments::get).filter(Payment::inDoubt).toList());
    }
}
