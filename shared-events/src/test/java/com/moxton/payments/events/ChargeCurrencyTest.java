package com.moxton.payments.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeCurrencyTest {

    /** The rows of Stripe's page on currencies that people get wrong. */
    @ParameterizedTest
    @CsvSource({
        "usd, 2, 2",
        "jpy, 0, 0",
        "krw, 0, 0",
        "isk, 0, 2",
        "ugx, 0, 2",
        "huf, 2, 2",
        "twd, 2, 2",
        "kwd, 2, 3",
        "tnd, 2, 3",
        "mga, 0, 0"
    })
    void knowsWhatChargesCanHoldAndHowStripeCountsThem(String currency, int fractionDigits, int stripeDecimals) {
        assertThat(ChargeCurrency.fractionDigits(currency)).isEqualTo(fractionDigits);
        assertThat(ChargeCurrency.stripeDecimals(currency)).isEqualTo(stripeDecimals);
    }
}
