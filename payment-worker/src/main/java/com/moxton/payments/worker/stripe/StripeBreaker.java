package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.startup.Setting;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When calls to Stripe are given up beforehand, so that customers hear at once that they have to wait.
 *
 * <p>A failure is what says that Stripe can't serve calls: no connection, no answer in time, a 5xx, a page that isn't
 * Stripe's. All other answers are Stripe's own and count as successes: a declined card, a request that is wrong, a key
 * that is refused; a 409, for the same call is under way there; a failure that is repeated from an idempotency key, for
 * that is the past; and a 429, for it asks us to slow down, which back-off and rate limit do. To stop altogether would
 * make a total outage of it. What ends for reasons of ours (the worker stops, a bug) counts as neither.
 *
 * <p>Slow answers don't count against Stripe: they are answers, and to refuse them helps nobody. A call that takes longer
 * than {@code read-timeout} is a failure anyhow.
 *
 * @param failureRate per cent of the calls in the window that have to fail. Default 50
 * @param minimumCalls with fewer in the window it stays closed. Default 10
 * @param window how far back calls count, whole seconds. Longer reacts later when there are many calls; shorter never has
 *     enough of them when there are few. Default 10 s
 * @param openFor after this the next calls are let through for trial. So much longer than Stripe's outage is ours, at the
 *     most. Default 10 s
 * @param trialCalls so many are let through then; their failure rate decides. Default 3
 */
record StripeBreaker(
        @DefaultValue("50") int failureRate,
        @DefaultValue("10") int minimumCalls,
        @DefaultValue("10s") Duration window,
        @DefaultValue("10s") Duration openFor,
        @DefaultValue("3") int trialCalls) {

    private static final Logger log = LoggerFactory.getLogger(StripeBreaker.class);
    private static final String PREFIX = "payments.stripe.breaker.";

    StripeBreaker {
        Setting.between(PREFIX + "failure-rate", failureRate, 1, 100);
        Setting.between(PREFIX + "minimum-calls", minimumCalls, 1, 1_000_000);
        Setting.between(PREFIX + "window", window, Duration.ofSeconds(1), Duration.ofHours(1));
        Setting.between(PREFIX + "open-for", openFor, Duration.ofMillis(1), Duration.ofHours(1));
        Setting.between(PREFIX + "trial-calls", trialCalls, 1, 1_000);
    }

    CircuitBreaker closed(Clock clock) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow((int) window.toSeconds(), minimumCalls, SlidingWindowType.TIME_BASED)
                .failureRateThreshold(failureRate)
                .slowCallDurationThreshold(Duration.ofDays(1))
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(trialCalls)
                .recordException(StripeBreaker::isFailure)
                .ignoreException(failure -> !(failure instanceof StripeCallException))
                .clock(clock)
                .build();
        CircuitBreaker breaker = CircuitBreaker.of("stripe", config);
        breaker.getEventPublisher()
                .onStateTransition(event -> log.atWarn()
                        .addKeyValue("from", event.getStateTransition().getFromState())
                        .addKeyValue("to", event.getStateTransition().getToState())
                        .log("The circuit breaker of the calls to Stripe moves"));
        return breaker;
    }

    private static boolean isFailure(Throwable failure) {
        return failure instanceof StripeUnavailableException unavailable && unavailable.saysThatStripeIsAway();
    }
}
