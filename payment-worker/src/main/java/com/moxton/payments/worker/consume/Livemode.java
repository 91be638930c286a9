package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.stripe.StripeAccounts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which events count, live ones or test ones. A test payment that pays a real order would be the cheapest of all thefts,
 * so the Stripe keys decide when no setting does.
 */
@Component
class Livemode {

    private static final Logger log = LoggerFactory.getLogger(Livemode.class);

    private final @Nullable Boolean expected;

    Livemode(EventSettings settings, StripeAccounts accounts) {
        Boolean configured = settings.livemode();
        this.expected = configured != null ? configured : accounts.livemode();
        log.info("events count livemode={}", expected == null ? "both" : expected);
    }

    /** An event that doesn't say is taken: Stripe's always do. */
    boolean covers(@Nullable Boolean livemode) {
        return expected == null || livemode == null || expected.equals(livemode);
    }
}
