package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats calls while Stripe is unavailable, with the same values and therefore the same idempotency key, a limited number
 * of times and for a limited time. What Stripe has decided is never repeated.
 */
final class RetryingStripeGateway implements StripeGateway {
    private static final Logger log = LoggerFactory.getLogger(RetryingStripeGateway.class);

    private final StripeGateway stripe;
    private final Backoff backoff;
    private final int attempts;
    private final Duration totalTime;

    RetryingStripeGateway(StripeGateway stripe, Backoff backoff, int attempts, Duration totalTime) {
        this.stripe = stripe;
        this.backoff = backoff;
        this.attempts = attempts;
        this.totalTime = totalTime;
    }

    @Override
    public StripeAnswer create(IntentToCreate intent) {
        return repeat("create", () -> stripe.create(intent));
    }

    @Override
    public StripeAnswer retrieve(String intentId) {
        return repeat("retrieve", () -> stripe.retrieve(intentId));
    }

    @Override
    public StripeAnswer confirm(IntentToConfirm intent) {
        return repeat("confirm", () -> stripe.confirm(intent));
    }

    @Override
    public Optional<StripeAnswer> findByPaymentId(String paymentId, Instant from, Instant to) {
        return repeat("list", () -> stripe.findByPaymentId(paymentId, from, to));
    }

    private <T> T repeat(String call, Supplier<T> action) {
        long deadline = System.nanoTime() + totalTime.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return action.get();
            } catch (StripeUnavailableException e) {
                long pause = backoff.pause(attempt).toNanos();
                // A call with the same key that is under way says nothing against Stripe: only the time counts then.
                boolean enough = attempt >= attempts && !e.underWay();
                boolean last = enough || System.nanoTime() + pause > deadline;
                if (last || !e.worthRepeating()) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("call", call)
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("pauseMs", pause / 1_000_000)
                        .log("Stripe is unavailable, the call is repeated");
                sleep(pause);
            }
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }
}
