package com.moxton.payments.simulator.account;

import org.jspecify.annotations.Nullable;

/**
 * Who caused a change, for the events of it.
 *
 * @param requestId null when it was no call of the API: a customer at the authentication page, a bank
 * @param account whose objects the call is about; null for the platform's
 */
public record Caller(
        @Nullable String requestId,
        @Nullable String idempotencyKey,
        @Nullable String account) {

    static Caller nobodyOf(@Nullable String account) {
        return new Caller(null, null, account);
    }
}
