package com.moxton.payments.events;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * An amount in the currency's major unit: {@code 49.99 usd}. Two amounts are equal when they are worth the same, so the
 * scale is brought to the currency's own on construction ({@code 5 usd} is {@code 5.00 usd}).
 *
 * @param amount as many fraction digits as {@link ChargeCurrency#fractionDigits}
 * @param currency ISO 4217, lower case
 */
public record Money(BigDecimal amount, String currency) {

    /**
     * @throws IllegalArgumentException when the currency is not an ISO 4217 code or can't hold the amount's fraction;
     *     the message is fit for a caller
     */
    public Money {
        currency = currency.toLowerCase(Locale.ROOT);
        int digits = ChargeCurrency.fractionDigits(currency);
        BigDecimal exact = amount.stripTrailingZeros();
        if (exact.scale() > digits) {
            throw new IllegalArgumentException(
                    digits == 0
                            ? "%s has no fraction".formatted(currency)
                            : "%s holds at most %d fraction digits".formatted(currency, digits));
        }
        amount = exact.setScale(digits);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
