package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest.CreateIntent;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.jdbc.SharedTransactions;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.payment.LockedOrders;
import com.moxton.payments.worker.payment.OrderLocks;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.request.IntentDecisions.Decision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The first transaction of create-intents, of one or of many: what is to be done.
 *
 * <p>ONE_INTENT_PER_ORDER: the order's row is locked while a payment is looked for and written, so that of many requests
 * at once one writes the row and the others find it; a unique constraint holds even if the lock should not.
 */
@Component
class IntentPreparation implements SharedTransactions.Work<CreateIntent, IntentPreparation.Step> {

    private final RequestJournal journal;
    private final OrderLocks locks;
    private final PaymentLedger ledger;
    private final IntentDecisions decisions;

    IntentPreparation(RequestJournal journal, OrderLocks locks, PaymentLedger ledger, IntentDecisions decisions) {
        this.journal = journal;
        this.locks = locks;
        this.ledger = ledger;
        this.decisions = decisions;
    }

    /** What is to be done. */
    sealed interface Step {
        /**
         * @param opened the update that the new payment means, and all that the request has caused so far; null when it
         *     may have caused something before
         */
        record Ask(
                StoredRequest entry,
                Payment payment,
                @Nullable PaymentUpdate opened) implements Step {}

        record Answer(Outcome outcome, @Nullable String replayedFrom) implements Step {}

        record Nothing() implements Step {}
    }

    @Override
    public Collection<String> keys(CreateIntent request) {
        return List.of("order:" + request.orderId(), "request:" + request.requestId());
    }

    /** An order that is locked by somebody else looks as if it weren't there: only {@link #alone} can tell. */
    @Override
    public List<Optional<Step>> together(List<CreateIntent> requests) {
        Map<String, Claim> claims = claim(requests);
        Map<String, Step> steps = steps(requests, claims, locks.free(orderIds(claims, requests)));
        return requests.stream()
                .map(request -> Optional.ofNullable(steps.get(request.requestId())))
                .toList();
    }

    @Override
    public Step alone(CreateIntent request) {
        List<CreateIntent> requests = List.of(request);
        Map<String, Claim> claims = claim(requests);
        Step step =
                steps(requests, claims, locks.all(orderIds(claims, requests))).get(request.requestId());
        if (step == null && claims.get(request.requestId()) instanceof Claim.Open(StoredRequest entry)) {
            journal.finish(entry, Refusals.orderNotFound());
            return new Step.Answer(Refusals.orderNotFound(), null);
        }
        return Objects.requireNonNull(step);
    }

    private Map<String, Claim> claim(List<CreateIntent> requests) {
        return journal.claimAll(requests.stream().map(NewRequest::of).toList());
    }

    private static List<String> orderIds(Map<String, Claim> claims, List<CreateIntent> requests) {
        return requests.stream()
                .filter(request -> claims.get(request.requestId()) instanceof Claim.Open)
                .map(CreateIntent::orderId)
                .toList();
    }

    /** By request id; none for an open request whose order is not among the locked ones. */
    private Map<String, Step> steps(List<CreateIntent> requests, Map<String, Claim> claims, LockedOrders locked) {
        Map<String, List<Payment>> byOrder = locked.paymentsByOrder();
        Map<String, Step> steps = new HashMap<>();
        Map<StoredRequest, Decision> decided = new HashMap<>();
        for (CreateIntent request : requests) {
            switch (Objects.requireNonNull(claims.get(request.requestId()))) {
                case Claim.KeyReused() ->
                    steps.put(request.requestId(), new Step.Answer(Refusals.idempotencyKeyReused(), null));
                case Claim.Answered(Outcome outcome, String replayedFrom) ->
                    steps.put(request.requestId(), new Step.Answer(outcome, replayedFrom));
                case Claim.Replied() -> steps.put(request.requestId(), new Step.Nothing());
                case Claim.Open(StoredRequest entry) -> {
                    Order order = locked.orders().get(request.orderId());
                    if (order != null) {
                        decided.put(entry, decisions.of(request, order, byOrder.getOrDefault(order.id(), List.of())));
                    }
                }
            }
        }
        steps.putAll(enter(decided, locked));
        return steps;
    }

    private Map<String, Step> enter(Map<StoredRequest, Decision> decided, LockedOrders locked) {
        Map<StoredRequest, Outcome> refused = new HashMap<>();
        Map<String, Payment> asked = new HashMap<>();
        List<Payment> requested = new ArrayList<>();
        decided.forEach((entry, decision) -> {
            switch (decision) {
                case Decision.Refuse(Outcome.Refused why) -> refused.put(entry, why);
                case Decision.Take(Payment open) -> asked.put(entry.requestId(), open);
                case Decision.Open(Payment payment) -> {
                    asked.put(entry.requestId(), payment);
                    requested.add(payment);
                }
            }
        });
        Map<String, PaymentUpdate> opened = ledger.open(locked, requested).stream()
                .collect(Collectors.toMap(PaymentUpdate::paymentId, update -> update));
        journal.attachAll(asked);
        journal.finishAll(refused);
        Map<String, Step> steps = new HashMap<>();
        refused.forEach((entry, why) -> steps.put(entry.requestId(), new Step.Answer(why, null)));
        decided.keySet().forEach(entry -> {
            Payment payment = asked.get(entry.requestId());
            if (payment != null) {
                PaymentUpdate update = entry.paymentId() == null ? opened.get(payment.id()) : null;
                steps.put(entry.requestId(), new Step.Ask(entry, payment, update));
            }
        });
        return steps;
    }
}
