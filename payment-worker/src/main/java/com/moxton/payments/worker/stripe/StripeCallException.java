package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/**
 * A call to Stripe without the answer that was hoped for. The kinds say what may follow; catch them, not this.
 *
 * <p>Messages are our own: Stripe's texts may quote parameters, and those of failed authentication quote the key.
 */
public abstract sealed class StripeCallException extends RuntimeException
        permits StripeUnavailableException,
                StripeCardException,
                StripeInvalidRequestException,
                StripeCredentialsException {

    private final @Nullable String stripeRequestId;

    StripeCallException(String message, @Nullable String stripeRequestId, @Nullable Throwable cause) {
        super(message, cause);
        this.stripeRequestId = stripeRequestId;
    }

    /** Under which Stripe's own log shows the call; null when Stripe did not answer. */
    public @Nullable String stripeRequestId() {
        return stripeRequestId;
    }
}
