package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/** Our key is wrong, expired or may not do this (401, 403). The call had no effect; a person has to act. */
public final class StripeCredentialsException extends StripeCallException {
    public StripeCredentialsException(String message, @Nullable String stripeRequestId) {
        super(message, stripeRequestId, null);
    }
}
