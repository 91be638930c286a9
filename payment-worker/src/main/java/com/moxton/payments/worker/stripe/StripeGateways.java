package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/** The calls to Stripe, account by account: nobody can make one without saying whose payment it is about. */
@FunctionalInterface
public interface StripeGateways {

    /**
     * @param account the payment's; null for the one without a name
     * @throws StripeCredentialsException when this worker has no key for the account
     */
    StripeGateway of(@Nullable String account);
}
