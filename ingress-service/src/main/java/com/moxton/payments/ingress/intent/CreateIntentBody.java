package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.Money;
import com.moxton.payments.ingress.problem.ProblemException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/payments/create-intent}. */
record CreateIntentBody(String orderId, Money amount, Map<String, String> metadata) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
    private static final String DEFAULT_CURRENCY = "usd";
    /** Stripe's longest amounts, for the currencies of the smallest units, have twelve digits. */
    private static final int MAX_INTEGER_DIGITS = 12;

    /**
     * @throws ProblemException 400 with everything that is wrong
     */
    static CreateIntentBody parse(byte[] json) {
        RequestBody body = RequestBody.parse(json, Set.of("orderId", "amount", "currency", "metadata"));
        String orderId = body.required("orderId", Ids.ORDER, Ids.ORDER_EXPECTATION);
        Money amount = amount(body);
        Map<String, String> metadata = Metadata.of(body, "metadata");
        body.throwIfRejected();
        return new CreateIntentBody(Objects.requireNonNull(orderId), Objects.requireNonNull(amount), metadata);
    }

    private static @Nullable Money amount(RequestBody body) {
        BigDecimal amount = body.requiredNumber("amount");
        String currency = body.optional("currency", CURRENCY, "an ISO 4217 code");
        if (amount == null) {
            return null;
        }
        if (amount.signum() <= 0) {
            body.reject("amount", "must be greater than zero");
            return null;
        }
        // Before any arithmetic: 1e999999999 is a short text and a gigabyte of digits.
        if ((long) amount.precision() - amount.scale() > MAX_INTEGER_DIGITS) {
            body.reject("amount", "may have at most %d digits before the point".formatted(MAX_INTEGER_DIGITS));
            return null;
        }
        try {
            return new Money(amount, currency == null ? DEFAULT_CURRENCY : currency);
        } catch (IllegalArgumentException e) {
            // Money's own words, made for callers.
            String reason = Objects.requireNonNullElse(e.getMessage(), "invalid");
            body.reject(reason.startsWith("currency") ? "currency" : "amount", "is not possible: " + reason);
            return null;
        }
    }
}
