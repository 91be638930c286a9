package com.moxton.payments.worker.order;

import com.moxton.payments.events.Money;
import java.time.Instant;

/**
 * What an order needs to know of one of its payments.
 *
 * @param received what has arrived; counts only when it succeeded
 * @param at when it came into this state, by Stripe's clock
 * @param createdAt newest counts among open payments, then the greater id
 */
public record OrderPayment(String paymentId, State state, Money received, Instant at, Instant createdAt) {

    public enum State {
        /** The customer can still pay with it. */
        OPEN,
        /** Open, and the last attempt failed. */
        DECLINED,
        CANCELED,
        SUCCEEDED,
        /** Stripe refused to create it: it doesn't count. */
        REFUSED
    }
}
