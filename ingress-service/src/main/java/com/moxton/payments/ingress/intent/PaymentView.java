package com.moxton.payments.ingress.intent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.moxton.payments.events.ChargeCurrency;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A payment as its user sees it, asked for or live. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentView(
        @Nullable String intentId,
        String paymentId,
        String orderId,
        BigDecimal amount,
        String currency,
        String status,
        String orderStatus,
        @Nullable PaymentError lastError,
        Instant updatedAt) {

    public static PaymentView of(PaymentUpdate payment) {
        return new PaymentView(
                payment.intentId(),
                payment.paymentId(),
                payment.orderId(),
                inCurrencyScale(payment.amount(), payment.currency()),
                payment.currency(),
                payment.status(),
                payment.orderStatus(),
                payment.lastError(),
                payment.updatedAt());
    }

    /** {@code 49.9900}, as a row holds it, is shown as {@code 49.99}; what wouldn't fit is shown as it is. */
    private static BigDecimal inCurrencyScale(BigDecimal amount, String currency) {
        try {
            return amount.setScale(ChargeCurrency.fractionDigits(currency), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException | IllegalArgumentException e) {
            return amount;
        }
    }
}
