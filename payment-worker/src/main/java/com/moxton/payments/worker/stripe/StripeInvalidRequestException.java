package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.PaymentError;
import org.jspecify.annotations.Nullable;

/**
 * Stripe says that the request is wrong, or doesn't fit the intent's state. It had no effect and won't succeed; a changed
 * one needs a new idempotency key.
 */
public final class StripeInvalidRequestException extends StripeCallException {
    private final PaymentError error;
    private final @Nullable String param;
    private final boolean keyReused;
    private final @Nullable StripeAnswer answer;

    public StripeInvalidRequestException(
            PaymentError error,
            @Nullable String param,
            boolean keyReused,
            @Nullable StripeAnswer answer,
            @Nullable String stripeRequestId) {
        super("Stripe reports an invalid request: " + error.code(), stripeRequestId, null);
        this.error = error;
        this.param = param;
        this.keyReused = keyReused;
        this.answer = answer;
    }

    /** Its message is Stripe's text for developers. */
    public PaymentError error() {
        return error;
    }

    /** The parameter that is wrong, where Stripe names one. */
    public @Nullable String param() {
        return param;
    }

    /** The idempotency key was used with other parameters before: that earlier call may have had an effect. */
    public boolean keyReused() {
        return keyReused;
    }

    /** The intent as it is, where its state is what stands in the way; else null. */
    public @Nullable StripeAnswer answer() {
        return answer;
    }

    /** Stripe knows no such object (with this key: perhaps it belongs to another account or mode). */
    public boolean isMissing() {
        return "resource_missing".equals(error.code());
    }
}
