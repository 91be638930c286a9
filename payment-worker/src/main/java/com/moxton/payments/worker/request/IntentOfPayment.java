package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.stripe.IntentToCreate;
import com.moxton.payments.worker.stripe.StripeAnswer;
import com.moxton.payments.worker.stripe.StripeGateway;
import com.moxton.payments.worker.stripe.StripeGateways;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Gets the PaymentIntent of a payment from Stripe, creating it if need be. Whatever is asked how often, a payment gets one
 * intent: all it takes to create it is in the row, so that every attempt sends the same values under the same key; and
 * where the key can't be trusted any more, Stripe's list is looked through instead.
 */
@Component
class IntentOfPayment {
    /** Stripe may forget a key after 24 hours. An hour less, for clocks that differ and calls that take long. */
    static final Duration KEY_LIFE = Duration.ofHours(23);

    /** Written on a payment whose key can make no intent any more and has made none. */
    static final PaymentError NEVER_CREATED =
            new PaymentError("never_created", null, "Stripe knows no PaymentIntent of this payment");

    /** Clocks differ: ours wrote the row, Stripe's dated the intent. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final StripeGateways accounts;
    private final Clock clock;

    IntentOfPayment(StripeGateways accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * @return empty when Stripe has no intent for this payment and its key can make none any more
     * @throws com.moxton.payments.worker.stripe.StripeCallException when Stripe doesn't answer, or refuses
     */
    Optional<Found> get(Payment payment, String requestId) {
        StripeGateway stripe = accounts.of(payment.stripeAccount());
        if (payment.intentId() != null) {
            StripeAnswer answer = stripe.retrieve(payment.intentId());
            return Optional.of(
                    new Found(answer, Sightings.ofPresent(requestId, payment.stripeAccount(), "api.refresh", answer)));
        }
        if (isKeyTooOld(payment.createdAt())) {
            return lookUp(payment, requestId);
        }
        try {
            StripeAnswer answer =
                    stripe.create(new IntentToCreate(payment.idempotencyKey(), payment.amount(), payment.metadata()));
            return Optional.of(new Found(answer, Sightings.ofCreated(requestId, payment.stripeAccount(), answer)));
        } catch (StripeInvalidRequestException e) {
            if (e.keyReused()) {
                // A setting that is part of the call was changed in between. The first call may have made an intent.
                return lookUp(payment, requestId);
            }
            throw e;
        } catch (StripeUnavailableException e) {
            if (e.replayed()) {
                // The key will answer this error for a day, whether or not an intent was made.
                return lookUp(payment, requestId);
            }
            throw e;
        }
    }

    /** Looks for an intent that was made under the payment's key, without making one. */
    Optional<Found> lookUp(Payment payment, String requestId) {
        Instant from = payment.createdAt().minus(SKEW);
        Instant to = payment.createdAt().plus(KEY_LIFE).plus(SKEW);
        return accounts.of(payment.stripeAccount())
                .findByPaymentId(payment.id(), from, to)
                .map(answer -> new Found(
                        answer, Sightings.ofPresent(requestId, payment.stripeAccount(), "api.refresh", answer)));
    }

    boolean isKeyTooOld(Instant usedSince) {
        return usedSince.plus(KEY_LIFE).isBefore(clock.instant());
    }

    record Found(StripeAnswer answer, Observation observation) {}
}
