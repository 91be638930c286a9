package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/**
 * No connection, no answer in time, a lock, too many requests, or an error of Stripe's own. Whether the call had an effect
 * is unknown: repeat it with the same idempotency key.
 */
public final class StripeUnavailableException extends StripeCallException {
    private final boolean worthRepeating;
    private final boolean replayed;
    private final boolean underWay;

    public StripeUnavailableException(
            String message,
            boolean worthRepeating,
            boolean replayed,
            @Nullable String stripeRequestId,
            @Nullable Throwable cause) {
        this(message, worthRepeating, replayed, false, stripeRequestId, cause);
    }

    StripeUnavailableException(
            String message,
            boolean worthRepeating,
            boolean replayed,
            boolean underWay,
            @Nullable String stripeRequestId,
            @Nullable Throwable cause) {
        super(message, stripeRequestId, cause);
        this.worthRepeating = worthRepeating;
        this.replayed = replayed;
        this.underWay = underWay;
    }

    /** False when Stripe asks not to repeat the call, or would answer the same again. Later is another matter. */
    public boolean worthRepeating() {
        return worthRepeating;
    }

    /**
     * Stripe keeps this very failure under the idempotency key and will answer it for as long as it keeps keys. The call
     * came to its end, so look what it left behind; only another key can succeed.
     */
    public boolean replayed() {
        return replayed;
    }

    /** Stripe is well and works on a call with the same key, of another instance of ours perhaps: its answer is near. */
    boolean underWay() {
        return underWay;
    }
}
