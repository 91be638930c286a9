package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.payment.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the worker reads of an event. Whatever else the body holds, a client secret for instance, is never read.
 *
 * @param type as Stripe spelled it
 * @param created whole seconds
 * @param livemode null when the event doesn't say
 * @param account the Stripe account the event is about; null for the one without a name
 * @param intentId the PaymentIntent the event is about, as far as it says; null for others
 * @param observation what it shows of a payment; null when the type doesn't concern us
 */
public record StripeEvent(
        String id,
        String type,
        Instant created,
        @Nullable Boolean livemode,
        @Nullable String account,
        @Nullable String intentId,
        @Nullable Observation observation) {}
