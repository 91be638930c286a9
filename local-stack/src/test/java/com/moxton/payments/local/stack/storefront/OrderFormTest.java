package com.moxton.payments.local.stack.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderFormTest {

    @Test
    void takesAnAmountInTheMajorUnit() {
        assertThat(form("49.99", "USD", null).total()).hasToString("49.99 usd");
        assertThat(form("7800", "jpy", null).total()).hasToString("7800 jpy");
        assertThat(form("5", null, null).total()).hasToString("5.00 usd");
    }

    @ParameterizedTest
    @CsvSource({
        ", usd, amount",
        "0, usd, amount",
        "-1, usd, amount",
        "1.999, usd, amount",
        "1.5, jpy, amount",
        "1e400, usd, amount",
        "1e-400, usd, amount",
        "5, xyz, currency",
        "5, dollars, currency"
    })
    void namesTheMemberThatIsWrong(@Nullable String amount, String currency, String member) {
        assertThatExceptionOfType(InvalidOrderException.class)
                .isThrownBy(() -> form(amount, currency, null).total())
                .satisfies(invalid -> assertThat(invalid.member()).isEqualTo(member));
    }

    @Test
    void takesAUserOrMakesOneUp() {
        assertThat(form("5", "usd", "ada").user("made-up")).isEqualTo("ada");
        assertThat(form("5", "usd", null).user("made-up")).isEqualTo("made-up");
        assertThatExceptionOfType(InvalidOrderException.class)
                .isThrownBy(() -> form("5", "usd", "a b").user("made-up"));
    }

    private static OrderForm form(@Nullable String amount, @Nullable String currency, @Nullable String userId) {
        return new OrderForm(amount == null ? null : new BigDecimal(amount), currency, userId);
    }
}
