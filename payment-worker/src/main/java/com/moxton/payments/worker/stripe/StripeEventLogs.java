package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/** Stripe's lists of events: each account has its own. */
@FunctionalInterface
public interface StripeEventLogs {

    /**
     * @param account null for the one without a name
     * @throws StripeCredentialsException when this worker has no key for the account
     */
    StripeEventLog of(@Nullable String account);
}
