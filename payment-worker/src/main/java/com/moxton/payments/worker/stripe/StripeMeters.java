package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is measured of the calls to Stripe: {@code docs/stripe-calls.md} lists it. Our own instead of
 * {@code resilience4j-micrometer}, which knows neither the kind of a call nor its outcome, counts no waits that aren't
 * spent inside its limiter, and brings four more libraries.
 */
final class StripeMeters {
    /** From a quick answer to the default read timeout; so many series as these has each kind of call and outcome. */
    private static final Duration[] BUCKETS = List.of(100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 20_000).stream()
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Counter keyRefused;
    private final Timer permitWait;
    private final Map<Call, Timer> calls = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    StripeMeters(MeterRegistry meters) {
        this.meters = meters;
        this.keyRefused = Counter.builder("payments.stripe.key.refused")
                .description(
                        "Calls that Stripe refused for the API key or its permissions (401, 403): a person has to act")
                .register(meters);
        this.permitWait = Timer.builder("payments.stripe.permit.wait")
                .description(
                        "Time that calls had to wait for room under the rate limit; those that had not don't count")
                .register(meters);
        Gauge.builder("payments.stripe.permit.waiting", waiting, AtomicInteger::get)
                .description("Calls that wait for room under the rate limit at this moment")
                .register(meters);
        // From the start, so that the first one is an increase.
        List.of(Reason.BREAKER_OPEN, Reason.NO_PERMIT).forEach(this::withheldCounter);
        List.of(StripeOperation.values()).forEach(this::retries);
    }

    void watch(CircuitBreaker breaker) {
        for (CircuitBreaker.State state :
                List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN)) {
            Gauge.builder("payments.stripe.breaker.state", breaker, it -> it.getState() == state ? 1 : 0)
                    .description("1 for the state that the circuit breaker is in")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("payments.stripe.breaker.failure.rate", breaker, StripeMeters::failureRate)
                .description("Percentage of failures in the breaker's window; none while there are too few calls")
                .register(meters);
    }

    private static double failureRate(CircuitBreaker breaker) {
        float rate = breaker.getMetrics().getFailureRate();
        return rate < 0 ? Double.NaN : rate;
    }

    /** Time on the wire alone, without waits and pauses. */
    void called(StripeOperation operation, String outcome, long nanos) {
        calls.computeIfAbsent(new Call(operation, outcome), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Call call) {
        return Timer.builder("payments.stripe.call")
                .description("Calls to Stripe, each attempt and each page by itself")
                .tag("call", call.operation.toString())
                .tag("outcome", call.outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** What has a timer of its own. */
    private record Call(StripeOperation operation, String outcome) {}

    void repeated(StripeOperation operation) {
        retries(operation).increment();
    }

    private Counter retries(StripeOperation operation) {
        return meters.counter("payments.stripe.retries", "call", operation.toString());
    }

    void withheld(Reason reason) {
        withheldCounter(reason).increment();
    }

    private Counter withheldCounter(Reason reason) {
        return meters.counter(
                "payments.stripe.withheld", "reason", reason.name().toLowerCase(Locale.ROOT));
    }

    void keyRefused() {
        keyRefused.increment();
    }

    void waiting(Runnable wait) {
        waiting.incrementAndGet();
        try {
            permitWait.record(wait);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
