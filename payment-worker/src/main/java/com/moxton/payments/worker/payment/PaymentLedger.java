package com.moxton.payments.worker.payment;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.OrderRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one place that moves payments and orders. Each method runs inside a transaction of the caller (READ COMMITTED) and
 * takes the locks it needs: orders first, then their payments, each in ascending order of id. A deadlock or a lock
 * timeout is worth repeating the whole transaction.
 *
 * <p>What a method returns is to be published after the commit, and before the offset of the record that caused it is
 * committed. After a crash in between, {@link #updatesCausedBy} gives it once more.
 */
public final class PaymentLedger {

    /** The cause of changes by a forced replay, in the history. */
    public static final String FORCED = "replay.force";

    private static final int LONGEST_CAUSE_ID = 255;

    private final OrderLocks locks;
    private final OrderRepository orders;
    private final PaymentRepository payments;
    private final PaymentHistory history;
    private final ReviewWatch reviews;
    private final Clock clock;

    public PaymentLedger(
            OrderLocks locks,
            OrderRepository orders,
            PaymentRepository payments,
            PaymentHistory history,
            ReviewWatch reviews,
            Clock clock) {
        this.locks = locks;
        this.orders = orders;
        this.payments = payments;
        this.history = history;
        this.reviews = reviews;
        this.clock = clock;
    }

    /** Takes in what Stripe showed us. To observe the same again changes nothing. */
    public LedgerEntry observe(List<Observation> observations) {
        WorkingSet working = loadFor(observations);
        observations.forEach(working::observe);
        return write(working);
    }

    /**
     * Takes in observations that were, or may have been, taken in before, by a forced replay: what the payments show of
     * them is compared with what they say, and the order's standing is worked out anew. Whatever differs is written, with
     * one entry in the history, whose cause is {@value #FORCED}. The life cycle's order holds: what a payment shows by
     * another observation is never lowered. A payment that <em>misreads</em> the observation it cites is corrected, if
     * need be downwards; then Stripe is to be asked too, for the answers to our calls are not in the log.
     *
     * <p>Idempotent, but not silent: the caller sees to it that a record has this effect once.
     *
     * @param replayId of the forced replay; part of the cause's id, see {@link #forcedCauseId}
     */
    public LedgerEntry reread(List<Reread> rereads, String replayId) {
        WorkingSet working = loadFor(rereads.stream().map(Reread::observation).toList());
        rereads.forEach(reread -> working.reread(
                reread, forcedCauseId(replayId, reread.observation().id())));
        return write(working);
    }

    /** What the history gives as the id of the cause when the cause is {@value #FORCED}. */
    public static String forcedCauseId(String replayId, String eventId) {
        String id = replayId + ":" + eventId;
        return id.length() <= LONGEST_CAUSE_ID ? id : id.substring(0, LONGEST_CAUSE_ID);
    }

    private WorkingSet loadFor(List<Observation> observations) {
        Set<String> orderIds = observations.stream()
                .flatMap(observation -> observation.intent().ownership().stream())
                .map(IntentSnapshot.Ownership::orderId)
                .collect(Collectors.toSet());
        LockedOrders locked = locks.all(orderIds);
        Set<String> known = locked.payments().stream()
                .map(Payment::intentId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<IntentSnapshot> missing = observations.stream()
                .map(Observation::intent)
                .filter(intent -> !known.contains(intent.intentId()))
                .toList();
        return missing.isEmpty() ? new WorkingSet(locked, Set.of(), now()) : loadMissing(missing, locked);
    }

    /**
     * Intents that are not where their metadata says: most of them are new to us, and somebody may have changed it at
     * Stripe. Only then orders are locked out of order, and a deadlock that comes of it is worth the repetition.
     */
    private WorkingSet loadMissing(List<IntentSnapshot> missing, LockedOrders locked) {
        Set<String> intentIds = missing.stream().map(IntentSnapshot::intentId).collect(Collectors.toSet());
        Set<String> ids = missing.stream()
                .flatMap(intent -> intent.ownership().stream())
                .map(IntentSnapshot.Ownership::paymentId)
                .collect(Collectors.toSet());
        Set<String> orderIds = new HashSet<>();
        Set<String> knownIntents = new HashSet<>();
        for (PaymentRepository.Place place : payments.placesOf(ids, intentIds)) {
            orderIds.add(place.orderId());
            if (place.intentId() != null) {
                knownIntents.add(place.intentId());
            }
        }
        orderIds.removeAll(locked.orders().keySet());
        return new WorkingSet(locked.and(locks.all(orderIds)), knownIntents, now());
    }

    /**
     * As {@link #observe(List)}, for a caller that has locked the rows that it is about.
     *
     * @param observations of payments of these orders
     */
    public LedgerEntry observe(LockedOrders locked, List<Observation> observations) {
        WorkingSet working = new WorkingSet(locked, Set.of(), now());
        observations.forEach(working::observe);
        return write(working);
    }

    /**
     * Enters payments before Stripe is asked. The caller has locked their orders and all payments of these, and knows that
     * none of them is open.
     *
     * @param requested at most one for each order
     * @return an update for each, in the same order
     * @throws IllegalStateException when another payment of one of the orders is open
     */
    public List<PaymentUpdate> open(LockedOrders locked, List<Payment> requested) {
        WorkingSet working = new WorkingSet(locked, Set.of(), now());
        requested.forEach(working::open);
        return write(working).updates();
    }

    /**
     * Stripe refused to create the intent. Nothing happens when Stripe has shown the intent after all.
     *
     * @return no update when nothing happened
     */
    public List<PaymentUpdate> refuse(Payment payment, String requestId, PaymentError error) {
        WorkingSet working = new WorkingSet(locks.all(Set.of(payment.orderId())), Set.of(), now());
        working.refuse(payment.id(), requestId, error);
        return write(working).updates();
    }

    /** What has been, or should have been, published for these event ids, {@code api:<request id>}s and request ids. */
    public List<PaymentUpdate> updatesCausedBy(Collection<String> causeIds) {
        return causeIds.isEmpty() ? List.of() : history.updatesCausedBy(causeIds);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private LedgerEntry write(WorkingSet working) {
        orders.update(working.changedOrders());
        payments.update(working.changedPayments());
        payments.insert(working.newPayments());
        history.append(working.changes());
        reviews.cameIntoReview(working.cameIntoReview());
        return working.entry();
    }
}
