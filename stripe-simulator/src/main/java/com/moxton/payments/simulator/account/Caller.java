package com.moxton.payments.simulator.account;

import org.jspecify.annotations.Nullable;

/**
 * Who caused a change, for the events of it.
 *
 * @param requestId null when it was no call of the API: a customer at the authentication page, a bank
 */
public record Caller(@Nullable String requestId, @Nullable String idempotencyKey) {

    public static final Caller NOBODY = new Caller(null, null);
}
