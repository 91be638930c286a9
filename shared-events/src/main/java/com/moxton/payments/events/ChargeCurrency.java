package com.moxton.payments.events;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a charge in a currency can hold and how Stripe counts it. ISO 4217 and Stripe disagree in places, and Stripe
 * decides what can be charged.
 *
 * @see <a href="https://docs.stripe.com/currencies#minor-units">Stripe: minor units and special cases</a>
 */
public final class ChargeCurrency {

    private static final Set<String> KNOWN = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    /** Stripe's zero-decimal currencies: 500 JPY is sent as 500. */
    private static final Set<String> ZERO_DECIMAL = Set.of(
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");

    /** No fraction can be charged, yet for old times' sake they are sent with two decimals: 5 UGX is sent as 500. */
    private static final Set<String> ZERO_DECIMAL_SENT_WITH_TWO = Set.of("isk", "ugx");

    /** Sent with three decimals, of which the last must be 0: 5.124 KWD can't be charged, 5.120 can. */
    private static final Set<String> THREE_DECIMAL = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    private ChargeCurrency() {}

    /**
     * How many fraction digits of the major unit a charge can hold. HUF and TWD hold two: they are zero-decimal for
     * payouts only.
     *
     * @throws IllegalArgumentException when it is not an ISO 4217 code; the message is fit for a caller
     */
    public static int fractionDigits(String currency) {
        requireKnown(currency);
        return ZERO_DECIMAL.contains(currency) || ZERO_DECIMAL_SENT_WITH_TWO.contains(currency) ? 0 : 2;
    }

    /**
     * How many decimal places lie between the major unit and the integer that Stripe is sent.
     *
     * @throws IllegalArgumentException when it is not an ISO 4217 code
     */
    public static int stripeDecimals(String currency) {
        requireKnown(currency);
        if (ZERO_DECIMAL.contains(currency)) {
            return 0;
        }
        return THREE_DECIMAL.contains(currency) ? 3 : 2;
    }

    private static void requireKnown(String currency) {
        if (!KNOWN.contains(currency)) {
            // Not echoed: it is the caller's text, and may be anything.
            throw new IllegalArgumentException("currency is not an ISO 4217 code");
        }
    }
}
