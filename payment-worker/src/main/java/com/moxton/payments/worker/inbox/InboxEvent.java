package com.moxton.payments.worker.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the inbox remembers it.
 *
 * @param intentId null when the event is about no PaymentIntent
 * @param created by Stripe's clock
 * @param received by our edge's clock
 * @param livemode null when the event doesn't say
 * @param account the Stripe account the event is about; null for the one without a name
 */
public record InboxEvent(
        String eventId,
        String type,
        @Nullable String intentId,
        Instant created,
        Instant received,
        @Nullable Boolean livemode,
        @Nullable String account,
        LogPosition position) {}
