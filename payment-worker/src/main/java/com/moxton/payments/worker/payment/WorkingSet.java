package com.moxton.payments.worker.payment;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderPayment;
import com.moxton.payments.worker.order.OrderStanding;
import com.moxton.payments.worker.payment.IntentSnapshot.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Set<String> toAsk = new HashSet<>();

    WorkingSet(LockedOrders locked, Set<String> knownIntents, Instant now) {
        this.ordersAsRead = Map.copyOf(locked.orders());
        this.orders = new LinkedHashMap<>(locked.orders());
        locked.payments().forEach(payment -> paymentsAsRead.put(payment.id(), payment));
        locked.payments().forEach(this::put);
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
        outcomes.put(observation.id(), take(observation, (before, payment) -> join(before, payment, observation)));
    }

    /** @param causeId for the history */
    void reread(Reread reread, String causeId) {
        Observation observation = reread.observation();
        outcomes.put(
                observation.id(), take(observation, (before, payment) -> rejoin(before, payment, reread, causeId)));
    }

    /** What to do with the payment of an observation. */
    private interface Step {
        /**
         * @param before null when the payment was missing
         */
        ObservationOutcome take(@Nullable Payment before, Payment payment);
    }

    private ObservationOutcome take(Observation observation, Step step) {
        IntentSnapshot intent = observation.intent();
        Optional<Ownership> ownership = intent.ownership();
        Payment known = find(intent, ownership);
        if (known != null) {
            // Whoever has an account may write our ids into the metadata of an intent there.
            return Objects.equals(known.stripeAccount(), observation.account())
                    ? step.take(known, known)
                    : ObservationOutcome.OTHER_ACCOUNT;
        }
        if (ownership.isEmpty()) {
            // The row is there and its order isn't: somebody deleted it.
            return knownIntents.contains(intent.intentId()) ? ObservationOutcome.ORPHANED : ObservationOutcome.FOREIGN;
        }
        Order order = orders.get(ownership.get().orderId());
        if (order == null) {
            return ObservationOutcome.ORPHANED;
        }
        if (!Objects.equals(order.stripeAccount(), observation.account())) {
            return ObservationOutcome.OTHER_ACCOUNT;
        }
        step.take(null, adopt(ownership.get(), observation.account(), intent));
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

    private Payment adopt(Ownership ownership, @Nullable String account, IntentSnapshot intent) {
        String id = ownership.paymentId();
        if (payments.containsKey(id)) {
            // Two intents bear one payment id: a copy made by hand at Stripe. Its money must not stay unseen.
            id = UUID.nameUUIDFromBytes(intent.intentId().getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        return Payment.adopted(id, ownership.orderId(), account, intent);
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

    private ObservationOutcome rejoin(@Nullable Payment before, Payment base, Reread reread, String causeId) {
        Observation observation = reread.observation();
        touched.add(base.id());
        Reread.Result result = reread.on(base);
        if (result.withdrawn() != null) {
            // What a call of ours was answered is not in the log, and what was misread may have covered it.
            toAsk.add(base.id());
        }
        Payment after = base.showing(result.state(), observation.intent());
        Order order = orders.get(after.orderId());
        Order standing = standing(after, result.withdrawn());
        // Also what readers of updates don't see: the money received, for instance.
        if (before == null || !before.equals(placed(after)) || standing != order) {
            enter(before, after, order, standing, PaymentLedger.FORCED, causeId);
        }
        appointOpenPayment(after.orderId());
        return result.state().observedBy().equals(observation.id())
                ? ObservationOutcome.APPLIED
                : ObservationOutcome.SUPERSEDED;
    }

    void open(Payment requested) {
        if (paymentsOf(requested.orderId()).anyMatch(payment -> payment.status().isOpen())) {
            // The table's constraint would not notice: the new payment would just not stand for the order.
            throw new IllegalStateException("The order has an open payment");
        }
        change(null, requested, "create-intent", Objects.requireNonNull(requested.createdByRequest()));
    }

    void refuse(String paymentId, String requestId, PaymentError error) {
        Payment payment = payments.get(paymentId);
        if (payment != null && payment.status() == PaymentStatus.REQUESTED) {
            change(payment, payment.refused(error, now), "create-intent", requestId);
        }
    }

    private void change(@Nullable Payment before, Payment after, String cause, String causeId) {
        Order order = orders.get(after.orderId());
        Order standing = standing(after, null);
        if (before == null || !before.looksLike(after) || standing != order) {
            enter(before, after, order, standing, cause, causeId);
        }
        appointOpenPayment(after.orderId());
    }

    /** Has the orders stand as the payments that are there leave them, also where no observation moves one. */
    void weigh() {
        List.copyOf(payments.values()).forEach(payment -> standing(payment, null));
    }

    /**
     * The order as the payment leaves it.
     *
     * @param withdrawn what the payment had been misread as; null when it hadn't
     */
    private Order standing(Payment after, @Nullable PaymentStatus withdrawn) {
        put(after);
        Order order = orders.get(after.orderId());
        if (order == null) {
            throw new IllegalStateException("The payment's order is not locked");
        }
        List<OrderPayment> all =
                paymentsOf(order.id()).map(Payment::asOrderSeesIt).toList();
        Order standing = order.standing(
                withdrawn == null
                        ? OrderStanding.of(order, all)
                        : OrderStanding.corrected(order, all, Payment.asOrderSeesIt(withdrawn, null)),
                now);
        orders.put(order.id(), standing);
        return standing;
    }

    /** @param was the order before the change */
    private void enter(
            @Nullable Payment before,
            Payment after,
            @Nullable Order was,
            Order standing,
            String cause,
            String causeId) {
        Payment next = after.nextVersion();
        put(next);
        PaymentChange change = new PaymentChange(
                before == null ? null : before.status(), next, standing.status(), cause, causeId, now);
        changes.add(change);
        if (standing != was) {
            moverOfOrder.put(standing.id(), change);
        }
        updates.add(next.update(standing.status()));
    }

    /**
     * Seen from the beginning of the transaction to its end: what an order was in between is nobody's business, and a log
     * that is run again in one batch moves it from review to paid and back.
     */
    List<OrderInReview> cameIntoReview() {
        return moverOfOrder.entrySet().stream()
                .flatMap(moved ->
                        OrderInReview.of(ordersAsRead.get(moved.getKey()), orders.get(moved.getKey()), moved.getValue())
                                .stream())
                .toList();
    }

    /** A replay of the log may see two open payments of an order for a moment: the earliest stands for it then. */
    private void appointOpenPayment(String orderId) {
        String appointed = appointed(orderId);
        paymentsOf(orderId)
                .map(payment -> payment.standingForOrder(payment.id().equals(appointed)))
                .toList()
                .forEach(this::put);
    }

    private @Nullable String appointed(String orderId) {
        return paymentsOf(orderId)
                .filter(payment -> payment.status().isOpen())
                .min(BY_AGE)
                .map(Payment::id)
                .orElse(null);
    }

    /** As it will be once the open payment of its order is appointed. */
    private Payment placed(Payment payment) {
        return payment.standingForOrder(payment.id().equals(appointed(payment.orderId())));
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
                touched.stream().map(payments::get).toList(),
                updates,
                touched.stream()
                        .map(payments::get)
                        .filter(payment -> payment.inDoubt() || toAsk.contains(payment.id()))
                        .toList());
    }
}
