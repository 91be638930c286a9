package com.moxton.payments.worker.stripe;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call to Stripe, or one that was not let through. No secret and no body: ids and what became of it.
 *
 * @param operation {@code create}, {@code retrieve}, {@code confirm}, {@code list_intents}, {@code list_events}
 * @param intentId null where it is not known, of a create without an answer
 * @param paymentId null where the call knows the intent only
 * @param requestId our request that it was made for; null when it was made for none
 * @param outcome {@code answered}, {@code card_error}, {@code invalid_request}, {@code key_refused}, {@code away},
 *     {@code under_way}, {@code too_fast}, {@code unreadable}; {@code breaker_open} or {@code no_permit} when it was not made
 * @param httpStatus null when Stripe did not answer
 * @param stripeRequestId {@code req_…}, under which Stripe's own log shows the call; null when Stripe did not answer
 * @param attempt counted from 1
 * @param replayed Stripe repeated an earlier answer to the same idempotency key
 * @param duration on the wire; zero when the call was not made
 */
public record StripeCall(
        String operation,
        @Nullable String intentId,
        @Nullable String paymentId,
        @Nullable String orderId,
        @Nullable String requestId,
        String outcome,
        @Nullable Integer httpStatus,
        @Nullable String stripeRequestId,
        int attempt,
        boolean replayed,
        Instant startedAt,
        Duration duration) {}
