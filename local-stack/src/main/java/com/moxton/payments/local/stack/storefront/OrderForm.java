package com.moxton.payments.local.stack.storefront;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/orders}.
 *
 * @param currency ISO 4217; usd when absent
 * @param userId whose order it is; made up when absent
 */
record OrderForm(
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable String userId) {
    private static final String DEFAULT_CURRENCY = "usd";
    private static final Pattern USER = Pattern.compile("[\\x21-\\x7E]{1,255}");
    /** Stripe's longest amounts have twelve digits. */
    private static final int MAX_DIGITS = 12;

    /**
     * @throws InvalidOrderException with the member that is wrong
     */
    Money total() {
        if (amount == null) {
            throw new InvalidOrderException("amount", "amount is missing");
        }
        if (amount.signum() <= 0) {
            throw new InvalidOrderException("amount", "amount must be greater than zero");
        }
        // Before any arithmetic: 1e999999999 is a short text and a gigabyte of digits.
        if ((long) amount.precision() - amount.scale() > MAX_DIGITS) {
            throw new InvalidOrderException("amount", "amount may have at most 12 digits before the point");
        }
        try {
            return new Money(amount, currency == null ? DEFAULT_CURRENCY : currency);
        } catch (IllegalArgumentException e) {
            // Money's own words, made for callers.
            String reason = Objects.requireNonNullElse(e.getMessage(), "amount is not possible");
            throw new InvalidOrderException(reason.startsWith("currency") ? "currency" : "amount", reason);
        }
    }

    /**
     * @param unnamed who it is when nobody is named
     * @throws InvalidOrderException when the name can't be a user's
     */
    String user(String unnamed) {
        if (userId == null) {
            return unnamed;
        }
        if (!USER.matcher(userId).matches()) {
            throw new InvalidOrderException("userId", "userId must be 1 to 255 visible ASCII characters");
        }
        return userId;
    }
}
