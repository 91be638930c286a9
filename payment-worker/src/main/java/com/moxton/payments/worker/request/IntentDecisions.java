package com.moxton.payments.worker.request;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentRequest.CreateIntent;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Payment;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether an order gets an intent, and which payment stands for it: from the rows alone, which the caller has locked. */
@Component
class IntentDecisions {

    private final IntentOfPayment intents;
    private final WrongAccounts wrongAccounts;
    private final Clock clock;

    IntentDecisions(IntentOfPayment intents, WrongAccounts wrongAccounts, Clock clock) {
        this.intents = intents;
        this.wrongAccounts = wrongAccounts;
        this.clock = clock;
    }

    sealed interface Decision {
        record Refuse(Outcome.Refused why) implements Decision {}

        /** The order has its open payment. */
        record Take(Payment open) implements Decision {}

        /** It is to be entered. */
        record Open(Payment requested) implements Decision {}
    }

    /**
     * @param all payments of the order
     */
    Decision of(CreateIntent request, Order order, List<Payment> all) {
        if (!order.isOf(request.userId())) {
            return new Decision.Refuse(Refusals.orderNotFound());
        }
        Optional<Outcome.Refused> refused = check(order, request).or(() -> wrongAccounts.refuse(order, all));
        if (refused.isPresent()) {
            return new Decision.Refuse(refused.get());
        }
        Money cost = new Money(request.amount(), request.currency());
        Optional<Payment> open = all.stream()
                .filter(candidate -> candidate.openOrderId() != null)
                .findFirst();
        if (isTooOldToCreate(request, open)) {
            return new Decision.Refuse(Refusals.tooOld());
        }
        if (open.isEmpty()) {
            return new Decision.Open(requested(request, order, cost));
        }
        return open.get().amount().equals(cost)
                ? new Decision.Take(open.get())
                : new Decision.Refuse(Refusals.costChanged());
    }

    private static Optional<Outcome.Refused> check(Order order, CreateIntent request) {
        try {
            if (!order.costs(new Money(request.amount(), request.currency()))) {
                return Optional.of(Refusals.amountMismatch());
            }
        } catch (IllegalArgumentException e) {
            // No such currency, or a fraction that it can't hold: no order costs that.
            return Optional.of(Refusals.amountMismatch());
        }
        return Refusals.notPayable(order);
    }

    /**
     * Nobody waits for yesterday's request any more, and it may have been carried out under a key that Stripe has
     * forgotten. It looks up what there is, and makes nothing new.
     */
    private boolean isTooOldToCreate(CreateIntent request, Optional<Payment> open) {
        boolean isThereOrLookedUp = open.filter(
                        payment -> payment.intentId() != null || intents.isKeyTooOld(payment.createdAt()))
                .isPresent();
        return intents.isKeyTooOld(request.requestedAt()) && !isThereOrLookedUp;
    }

    private Payment requested(CreateIntent request, Order order, Money cost) {
        String id = UUID.randomUUID().toString();
        Map<String, String> metadata = new HashMap<>(request.metadata());
        // Stripe takes an empty value for the wish to have none.
        metadata.values().removeIf(String::isEmpty);
        metadata.put(IntentSnapshot.ORDER_ID, request.orderId());
        metadata.put(IntentSnapshot.PAYMENT_ID, id);
        metadata.put(IntentSnapshot.REQUEST_ID, request.requestId());
        return Payment.requested(
                id,
                request.orderId(),
                order.stripeAccount(),
                cost,
                metadata,
                request.requestId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
