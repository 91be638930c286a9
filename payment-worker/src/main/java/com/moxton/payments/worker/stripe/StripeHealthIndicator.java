package com.moxton.payments.worker.stripe;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows the circuit breaker under {@code /actuator/health}, and makes nothing red. Liveness: a restart heals no Stripe.
 * Readiness, and the sum of all: a worker whose breaker is open does what it is there for, it answers requests at once and
 * takes events in; all instances have theirs open at the same time, and taking all of them away would make a Stripe
 * outage one of ours. Alert on {@code payments.stripe.breaker.state} instead.
 */
final class StripeHealthIndicator implements HealthIndicator {
    /** A status that the sum of all doesn't know, and therefore leaves out. */
    private static final Status DEGRADED = new Status("DEGRADED", "Stripe is not answering");

    private final CircuitBreaker breaker;

    StripeHealthIndicator(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    @Override
    public Health health() {
        CircuitBreaker.State state = breaker.getState();
        return Health.status(state == CircuitBreaker.State.CLOSED ? Status.UP : DEGRADED)
                .withDetail("circuitBreaker", state.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
