package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The last error of a payment, in Stripe's words.
 *
 * @param code Stripe's error code, {@code card_declined} for instance
 * @param declineCode the issuer's reason, {@code insufficient_funds} for instance; null when it was no decline
 * @param message Stripe's text for the customer
 * @see <a href="https://docs.stripe.com/declines/codes">Decline codes</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentError(
        @Nullable String code,
        @Nullable String declineCode,
        @Nullable String message) {}
