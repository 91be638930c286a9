package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StripeAmountsTest {

    @ParameterizedTest
    @CsvSource({
        "49.99, usd, 4999",
        "0.50, usd, 50",
        "500, jpy, 500",
        "5, isk, 500",
        "5, ugx, 500",
        "12.34, huf, 1234",
        "12.34, twd, 1234",
        "5.12, kwd, 5120",
        "99999999.99, eur, 9999999999"
    })
    void convertsExactlyBothWays(BigDecimal major, String currency, long smallest) {
        Money money = new Money(major, currency);

        assertThat(StripeAmounts.toStripe(money)).isEqualTo(smallest);
        assertThat(StripeAmounts.fromStripe(smallest, currency.toUpperCase(Locale.ROOT)))
                .isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource({"5124, kwd", "550, isk", "501, ugx", "1, zzz"})
    void refusesWhatTheMajorUnitCannotSay(long smallest, String currency) {
        assertThatIllegalArgumentException().isThrownBy(() -> StripeAmounts.fromStripe(smallest, currency));
    }

    @Test
    void refusesWhatStripeCannotSay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeAmounts.toStripe(new Money(new BigDecimal("-1"), "usd")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeAmounts.toStripe(new Money(new BigDecimal("1e19"), "usd")));
    }

    static Stream<String> currencies() {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(currency -> currency.getCurrencyCode().toLowerCase(Locale.ROOT))
                .sorted();
    }

    /** Major to smallest to major is the identity, for every amount that can be charged. */
    @ParameterizedTest
    @MethodSource("currencies")
    void roundTripsInEveryCurrency(String currency) {
        Random random = new Random(currency.hashCode());
        for (int i = 0; i < 50; i++) {
            BigDecimal whole = BigDecimal.valueOf(random.nextInt(100_000_000));
            Money money = new Money(whole, currency);
            assertThat(StripeAmounts.fromStripe(StripeAmounts.toStripe(money), currency))
                    .isEqualTo(money);
        }
    }
}
