package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentReply.NextAction;
import com.moxton.payments.worker.payment.IntentSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe answered.
 *
 * @param date the {@code Date} header: Stripe's own clock, whole seconds
 * @param replayed Stripe repeated an earlier answer to the same idempotency key: the snapshot shows the intent as it was
 *     then, and {@code date} is no date of it
 * @param clientSecret handed on to the customer and kept nowhere; null where Stripe shows none
 * @param nextAction what the customer has to do; null when nothing
 */
public record StripeAnswer(
        IntentSnapshot intent,
        Instant date,
        boolean replayed,
        @Nullable ClientSecret clientSecret,
        @Nullable NextAction nextAction) {}
