package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a call while Stripe is unavailable, with the same values and therefore the same idempotency key, a limited number
 * of times and for a limited time. What Stripe has decided is never repeated, nor what was not even sent.
 */
final class Retries {
    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    private final Backoff backoff;
    private final int attempts;
    private final Duration totalTime;

    Retries(Backoff backoff, int attempts, Duration totalTime) {
        this.backoff = backoff;
        this.attempts = attempts;
        this.totalTime = totalTime;
    }

    /**
     * @param repeated told before each further attempt
     */
    <T> T repeat(StripeOperation operation, Supplier<T> call, Runnable repeated) {
        long deadline = System.nanoTime() + totalTime.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (StripeUnavailableException e) {
                long pause = backoff.pause(attempt).toNanos();
                // A call with the same key that is under way says nothing against Stripe: only the time counts then.
                boolean enough = attempt >= attempts && !e.underWay();
                boolean last = enough || System.nanoTime() + pause > deadline;
                if (last || !e.worthRepeating()) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("call", operation)
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("pauseMs", pause / 1_000_000)
                        .log("Stripe is unavailable, the call is repeated");
                sleep(pause);
                repeated.run();
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
