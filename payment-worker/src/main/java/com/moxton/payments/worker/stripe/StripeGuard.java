package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a call through to Stripe, or says at once that it can't: the circuit breaker around the rate limit around one call.
 *
 * <ul>
 *   <li>The breaker comes first, because nobody should queue for a permit to be turned away afterwards.
 *   <li>The rate limit comes last, right before the wire, because Stripe counts what arrives there: each attempt, each
 *       page of a listing, and nothing that was never sent.
 *   <li>Neither a wait for a permit nor its giving up is entered in the breaker's books: it says nothing of Stripe. If
 *       the breaker opens meanwhile, all who wait are sent away at once.
 *   <li>Retries are around all of it, see {@link Retries}: each attempt is one call here, and an open breaker ends them.
 * </ul>
 *
 * <p>Safe with many threads; a waiting one holds no lock.
 */
final class StripeGuard implements AutoCloseable {
    private final CircuitBreaker breaker;
    private final RateLimiter limiter;
    private final StripeMeters meters;

    /** Opens when waiting has become pointless: the breaker is open, or the worker stops. */
    private volatile CountDownLatch pointless = new CountDownLatch(1);

    private volatile boolean closed;

    StripeGuard(CircuitBreaker breaker, RateLimiter limiter, StripeMeters meters) {
        this.breaker = breaker;
        this.limiter = limiter;
        this.meters = meters;
        breaker.getEventPublisher()
                .onStateTransition(event -> moved(event.getStateTransition().getToState()));
    }

    /**
     * @throws StripeUnavailableException without a call when the breaker is open or no permit is to be had in time
     * @throws CancellationException when this worker is stopping
     */
    <T> T call(Supplier<T> call) {
        if (!breaker.tryAcquirePermission()) {
            throw withheld(Reason.BREAKER_OPEN);
        }
        try {
            awaitPermit();
        } catch (RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
        long sent = System.nanoTime();
        try {
            T answer = call.get();
            breaker.onSuccess(System.nanoTime() - sent, TimeUnit.NANOSECONDS);
            return answer;
        } catch (RuntimeException | Error e) {
            // What counts as a failure, as a success and as neither is the breaker's setting: StripeBreaker.
            breaker.onError(System.nanoTime() - sent, TimeUnit.NANOSECONDS, e);
            throw e;
        }
    }

    /** The limiter only hands out times. The waiting is done here, where it can be ended. */
    private void awaitPermit() {
        CountDownLatch signal = pointless;
        long wait = limiter.reservePermission();
        if (wait < 0) {
            throw withheld(Reason.NO_PERMIT);
        }
        if (wait > 0) {
            meters.waiting(() -> await(signal, wait));
        }
        if (closed) {
            throw new CancellationException("The worker stops");
        }
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            throw withheld(Reason.BREAKER_OPEN);
        }
    }

    private static void await(CountDownLatch signal, long nanos) {
        try {
            signal.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }

    private StripeUnavailableException withheld(Reason reason) {
        meters.withheld(reason);
        return StripeUnavailableException.notCalled(
                reason == Reason.BREAKER_OPEN
                        ? "Stripe is not called: the circuit breaker is open"
                        : "Stripe is not called: no room under our own rate limit",
                reason);
    }

    private synchronized void moved(CircuitBreaker.State state) {
        if (state == CircuitBreaker.State.OPEN) {
            pointless.countDown();
        } else if (!closed) {
            pointless = new CountDownLatch(1);
        }
    }

    /** Nobody waits any longer, and nobody begins to. */
    @Override
    public synchronized void close() {
        closed = true;
        pointless.countDown();
    }
}
