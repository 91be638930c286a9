package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a payment and its order after a change, as published on {@code payment.updates}.
 *
 * <p>A reader keeps the highest {@code version} it has seen of a {@code paymentId} and ignores the rest: an update may
 * be published again with the same version, never with another content.
 *
 * @param intentId Stripe's PaymentIntent id; null while Stripe has not answered yet
 * @param amount in the currency's major unit
 * @param currency ISO 4217, lower case
 * @param status {@code payments.status}
 * @param orderStatus {@code orders.status}
 * @param lastError null when the payment's last attempt did not fail
 * @param version grows by one with every change of this payment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentUpdate(
        String paymentId,
        String orderId,
        @Nullable String intentId,
        BigDecimal amount,
        String currency,
        String status,
        String orderStatus,
        @Nullable PaymentError lastError,
        long version,
        Instant updatedAt) {}
