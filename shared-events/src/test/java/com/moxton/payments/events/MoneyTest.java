package com.moxton.payments.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "49.99,   usd, 49.99",
        "49.9900, usd, 49.99",
        "5,       usd, 5.00",
        "1E+3,    eur, 1000.00",
        "500,     jpy, 500",
        "5.00,    isk, 5",
        "5,       ugx, 5",
        "10.50,   huf, 10.50",
        "10.50,   twd, 10.50",
        "5.120,   kwd, 5.12"
    })
    void bringsAmountsToTheScaleOfTheirCurrency(BigDecimal amount, String currency, String expected) {
        assertThat(new Money(amount, currency).amount().toPlainString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.001, usd", "1.5, jpy", "10.50, isk", "5.5, ugx", "5.124, kwd", "1E-9, eur"})
    void refusesFractionsThatTheCurrencyCannotHold(BigDecimal amount, String currency) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(amount, currency))
                .withMessageContaining(currency);
    }

    @ParameterizedTest
    @CsvSource({"zzz", "''", "us", "dollars", "u$d", "xau"})
    void refusesWhatIsNoCurrencyOfMoney(String currency) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(BigDecimal.ONE, currency))
                .withMessage("currency is not an ISO 4217 code");
    }

    @Test
    void takesCurrenciesInEitherCase() {
        assertThat(new Money(BigDecimal.TEN, "EUR")).isEqualTo(new Money(new BigDecimal("10.00"), "eur"));
    }

    @Test
    void readsAsAmountAndCurrency() {
        assertThat(new Money(new BigDecimal("49.9"), "usd")).hasToString("49.90 usd");
    }
}
