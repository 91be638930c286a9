package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why payment-worker refused a request. The wire form is the lower-case name: {@code order_not_found}. */
public enum Refusal {
    /** No such order, or somebody else's: the caller can't tell which. */
    ORDER_NOT_FOUND,
    /** Amount or currency differ from the order's row. */
    AMOUNT_MISMATCH,
    ORDER_ALREADY_PAID,
    /** The order was canceled; a new order is needed. */
    ORDER_CANCELED,
    /** The order's money needs a person's decision first. */
    ORDER_IN_REVIEW,
    /** No such payment, or somebody else's. */
    PAYMENT_NOT_FOUND,
    /** The payment is in a state in which this can't be done, succeeded or canceled for instance. */
    PAYMENT_STATE_CONFLICT,
    /** The Idempotency-Key was used before with another body. */
    IDEMPOTENCY_KEY_REUSED,
    /** The card was declined, or another card error: a matter for the customer. */
    CARD_DECLINED,
    /** Stripe says that the request is invalid: the same request will never succeed. */
    STRIPE_REJECTED,
    /** Stripe can't be reached, is overloaded, or is held off by our own breaker. Nothing was lost. */
    STRIPE_UNAVAILABLE,
    /** The worker's database can't be reached or is overloaded. Nothing was begun, and nothing will come of the request. */
    WORKER_UNAVAILABLE,
    /** Ours, or our Stripe credentials': repeating won't help until a person has acted. */
    INTERNAL_ERROR;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
