package com.moxton.payments.worker.stripe;

import java.time.Instant;
import java.util.Optional;

/**
 * The calls to Stripe. Each may take seconds: never make one inside a database transaction.
 *
 * <p>Every method throws {@link StripeCallException}, whose kinds say what may follow. To repeat {@link #create} or
 * {@link #confirm} with the same values is always safe within 24 hours: the idempotency key is part of the values.
 */
public interface StripeGateway {

    /**
     * @see <a href="https://docs.stripe.com/api/payment_intents/create">Stripe: create a PaymentIntent</a>
     */
    StripeAnswer create(IntentToCreate intent);

    /**
     * @throws StripeInvalidRequestException when there is no such intent
     * @see <a href="https://docs.stripe.com/api/payment_intents/retrieve">Stripe: retrieve a PaymentIntent</a>
     */
    StripeAnswer retrieve(String intentId);

    /**
     * Tries to take the money: the customer may be charged.
     *
     * @throws StripeCardException when the card was declined, or another matter for the customer
     * @see <a href="https://docs.stripe.com/api/payment_intents/confirm">Stripe: confirm a PaymentIntent</a>
     */
    StripeAnswer confirm(IntentToConfirm intent);

    /**
     * Looks for the intent that bears this payment id in its metadata, by listing what was created in the period. Reads
     * many pages when the period is busy; meant for the rare case that an answer was lost and its idempotency key is too
     * old. Stripe's search would be quicker and lags behind.
     *
     * @param from inclusive
     * @param to inclusive
     * @return the earliest, should there be several; its date is that of the listing
     */
    Optional<StripeAnswer> findByPaymentId(String paymentId, Instant from, Instant to);
}
