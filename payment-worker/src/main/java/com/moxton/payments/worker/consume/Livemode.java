package com.moxton.payments.worker.consume;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Which events count, live ones or test ones. A test payment that pays a real order would be the cheapest of all thefts,
 * so the Stripe key decides when no setting does.
 */
@Component
class Livemode {

    private static final Logger log = LoggerFactory.getLogger(Livemode.class);

    private final @Nullable Boolean expected;

    Livemode(EventSettings settings, Environment environment) {
        Boolean configured = settings.livemode();
        this.expected = configured != null ? configured : of(environment.getProperty("payments.stripe.secret-key", ""));
        log.info("events count livemode={}", expected == null ? "both" : expected);
    }

    private static @Nullable Boolean of(String secretKey) {
        // sk_live_…, and rk_live_… for restricted keys.
        if (secretKey.matches("[sr]k_live_.*")) {
            return true;
        }
        return secretKey.matches("[sr]k_test_.*") ? false : null;
    }

    /** An event that doesn't say is taken: Stripe's always do. */
    boolean covers(@Nullable Boolean livemode) {
        return expected == null || livemode == null || expected.equals(livemode);
    }
}
