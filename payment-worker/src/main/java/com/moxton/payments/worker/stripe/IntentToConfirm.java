package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.Nullable;

/**
 * @param idempotencyKey under which Stripe confirms once only
 * @param paymentMethodId null when the intent already has one
 * @param returnUrl where the customer comes back to from a page of the bank; null keeps to what needs no such page
 */
public record IntentToConfirm(
        String idempotencyKey,
        String intentId,
        @Nullable String paymentMethodId,
        @Nullable String returnUrl) {}
