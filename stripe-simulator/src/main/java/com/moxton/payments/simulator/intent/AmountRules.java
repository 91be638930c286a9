package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Stripe charges and what it refuses, in the currency's smallest unit.
 *
 * @see <a href="https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts">Minimum and maximum</a>
 */
final class AmountRules {

    private static final long MAXIMUM = 99_999_999;

    private static final Map<String, Long> MINIMUM = Map.ofEntries(
            Map.entry("usd", 50L),
            Map.entry("aed", 200L),
            Map.entry("aud", 50L),
            Map.entry("brl", 50L),
            Map.entry("cad", 50L),
            Map.entry("chf", 50L),
            Map.entry("czk", 1500L),
            Map.entry("dkk", 250L),
            Map.entry("eur", 50L),
            Map.entry("gbp", 30L),
            Map.entry("hkd", 400L),
            Map.entry("huf", 17500L),
            Map.entry("inr", 50L),
            Map.entry("jpy", 50L),
            Map.entry("mxn", 1000L),
            Map.entry("myr", 200L),
            Map.entry("nok", 300L),
            Map.entry("nzd", 50L),
            Map.entry("pln", 200L),
            Map.entry("ron", 200L),
            Map.entry("sek", 300L),
            Map.entry("sgd", 50L),
            Map.entry("thb", 1000L));

    private static final Set<String> THREE_DECIMAL = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    private static final Set<String> SENT_WITH_TWO_EMPTY_DECIMALS = Set.of("isk", "ugx");
    private static final Set<String> ZERO_DECIMAL = Set.of(
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");

    private static final Set<String> KNOWN = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private AmountRules() {}

    static String requireCurrency(String currency) {
        String code = currency.toLowerCase(Locale.ROOT);
        if (!KNOWN.contains(code)) {
            throw StripeRefusal.invalidRequest(
                    null,
                    "currency",
                    "Invalid currency: %s. Stripe currently supports these currencies: usd, aed, afn, all, …"
                            .formatted(code));
        }
        return code;
    }

    static void requireChargeable(long amount, String currency) {
        if (amount < 1) {
            throw StripeRefusal.badParameter(
                    "parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
        }
        if (amount > MAXIMUM) {
            throw StripeRefusal.invalidRequest(
                    "amount_too_large", "amount", "Amount must be no more than %s".formatted(show(MAXIMUM, currency)));
        }
        long minimum = MINIMUM.getOrDefault(currency, 1L);
        if (amount < minimum) {
            throw StripeRefusal.invalidRequest(
                    "amount_too_small", "amount", "Amount must be at least %s".formatted(show(minimum, currency)));
        }
        if (THREE_DECIMAL.contains(currency) && amount % 10 != 0) {
            throw StripeRefusal.invalidRequest(
                    null, "amount", "Invalid amount: %s amounts must have 0 as their last digit.".formatted(currency));
        }
        if (SENT_WITH_TWO_EMPTY_DECIMALS.contains(currency) && amount % 100 != 0) {
            throw StripeRefusal.invalidRequest(
                    null, "amount", "Invalid amount: %s amounts must be divisible by 100.".formatted(currency));
        }
    }

    /** {@code $0.50 usd}, {@code 50 jpy}. */
    private static String show(long amount, String currency) {
        if (ZERO_DECIMAL.contains(currency)) {
            return "%d %s".formatted(amount, currency);
        }
        int decimals = THREE_DECIMAL.contains(currency) ? 3 : 2;
        String number = BigDecimal.valueOf(amount, decimals).toPlainString();
        return "%s%s %s".formatted(currency.equals("usd") ? "$" : "", number, currency);
    }
}
