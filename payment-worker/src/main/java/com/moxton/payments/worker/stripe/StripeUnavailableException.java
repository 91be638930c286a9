package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/**
 * No connection, no answer in time, a lock, too many requests, or an error of Stripe's own. Whether the call had an effect
 * is unknown: repeat it with the same idempotency key.
 */
public final class StripeUnavailableException extends StripeCallException {

    /** What it says of Stripe. The caller may do the same in all cases; the circuit breaker may not. */
    enum Reason {
        /** No answer, or one that says that Stripe can't serve calls. */
        AWAY,
        /** Stripe is well and works on a call with the same key, of another instance of ours perhaps: its answer is near. */
        UNDER_WAY,
        /** Stripe is well, and we are too fast for it (429), or for one of its objects. */
        TOO_FAST,
        /** Stripe was not called: the circuit breaker is open. */
        BREAKER_OPEN,
        /** Stripe was not called: there was no room under our own rate limit for too long. */
        NO_PERMIT
    }

    private final boolean worthRepeating;
    private final boolean replayed;
    private final Reason reason;

    public StripeUnavailableException(
            String message,
            boolean worthRepeating,
            boolean replayed,
            @Nullable String stripeRequestId,
            @Nullable Throwable cause) {
        this(message, worthRepeating, replayed, Reason.AWAY, stripeRequestId, cause);
    }

    StripeUnavailableException(
            String message,
            boolean worthRepeating,
            boolean replayed,
            Reason reason,
            @Nullable String stripeRequestId,
            @Nullable Throwable cause) {
        super(message, stripeRequestId, cause);
        this.worthRepeating = worthRepeating;
        this.replayed = replayed;
        this.reason = reason;
    }

    /** The call was not made, and to try at once would come to the same. */
    static StripeUnavailableException notCalled(String message, Reason reason) {
        return new StripeUnavailableException(message, false, false, reason, null, null);
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

    boolean underWay() {
        return reason == Reason.UNDER_WAY;
    }

    /** Nothing went over the wire. */
    boolean notCalled() {
        return reason == Reason.BREAKER_OPEN || reason == Reason.NO_PERMIT;
    }

    Reason reason() {
        return reason;
    }

    /** A failure that Stripe repeats from its memory says nothing of the present. */
    boolean saysThatStripeIsAway() {
        return reason == Reason.AWAY && !replayed;
    }
}
