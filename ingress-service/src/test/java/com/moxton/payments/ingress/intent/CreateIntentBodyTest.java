package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.Money;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateIntentBodyTest {

    @Test
    void takesAnOrderItsAmountAndMetadata() {
        CreateIntentBody body = parse(
                "{\"orderId\":\"o-1\",\"amount\":49.99,\"currency\":\"EUR\",\"metadata\":{\"cart\":\"c 1\",\"ü\":\"💳\"}}");

        assertThat(body)
                .isEqualTo(new CreateIntentBody(
                        "o-1", new Money(new BigDecimal("49.99"), "eur"), Map.of("cart", "c 1", "ü", "💳")));
    }

    @Test
    void takesDollarsWhenNothingIsSaid() {
        assertThat(parse("{\"orderId\":\"o\",\"amount\":5,\"currency\":null,\"metadata\":null}")
                        .amount())
                .hasToString("5.00 usd");
    }

    @ParameterizedTest
    @CsvSource({
        "49.99, usd, 49.99",
        "49.990, usd, 49.99",
        "4.999e1, usd, 49.99",
        "5E2, jpy, 500",
        "500.00, jpy, 500",
        "0.01, usd, 0.01",
        "5.12, kwd, 5.12",
        "999999999999.99, usd, 999999999999.99"
    })
    void takesAmountsDigitForDigit(String amount, String currency, String expected) {
        CreateIntentBody body =
                parse("{\"orderId\":\"o\",\"amount\":%s,\"currency\":\"%s\"}".formatted(amount, currency));

        assertThat(body.amount().amount().toPlainString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "-1",
                "-0.01",
                "1e999999999",
                "1e99999999999",
                "1e-999999999",
                "1000000000000",
                "49.999",
                "\"49.99\"",
                "true",
                "null",
                "{}",
                "[]",
                "NaN",
                "Infinity",
                "+1",
                "01",
                ".5",
                "0x10",
                "1_000"
            })
    void refusesAmountsThatAreNone(String amount) {
        assertRefused("{\"orderId\":\"o\",\"amount\":" + amount + "}");
    }

    @Test
    void refusesNumbersOfAThousandDigits() {
        assertRefused("{\"orderId\":\"o\",\"amount\":" + "9".repeat(5_000) + "}");
        assertRefused("{\"orderId\":\"o\",\"amount\":0." + "1".repeat(900) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"usdx\"", "\"us\"", "\"\"", "\" usd\"", "\"zzz\"", "\"xau\"", "1", "{}"})
    void refusesCurrenciesThatAreNone(String currency) {
        assertRefused("{\"orderId\":\"o\",\"amount\":5,\"currency\":" + currency + "}");
    }

    @Test
    void refusesAFractionThatTheCurrencyCannotHold() {
        assertRefused("{\"orderId\":\"o\",\"amount\":5.5,\"currency\":\"jpy\"}");
        assertRefused("{\"orderId\":\"o\",\"amount\":5.125,\"currency\":\"kwd\"}");
        assertRefused("{\"orderId\":\"o\",\"amount\":5.5,\"currency\":\"isk\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "\" \"", "\"a b\"", "\"a \"", "\"ü\"", "\"\\ud800\"", "\"\\u0000\"", "1", "null", "{}"})
    void refusesOrderIdsThatAreNone(String orderId) {
        assertRefused("{\"orderId\":" + orderId + ",\"amount\":5}");
        assertRefused("{\"orderId\":\"" + "o".repeat(65) + "\",\"amount\":5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{}{}",
                "{\"amount\":5}",
                "{\"orderId\":\"o\"}",
                "{\"orderId\":\"o\",\"orderId\":\"o\",\"amount\":5}",
                "{\"orderId\":\"o\",\"amount\":5,\"amount\":5}",
                "{\"orderId\":\"o\",\"amount\":5,\"metadata\":{\"a\":\"1\",\"a\":\"1\"}}",
                "{\"orderId\":\"o\",\"amount\":5,\"extra\":1}",
                "{\"orderId\":\"o\",\"amount\":5,\"\\ud800\":1}",
                "{\"orderId\":\"o\",\"amount\":5} // comment",
                "{'orderId':'o','amount':5}"
            })
    void refusesBodiesThatAreNotExactlyThis(String json) {
        assertRefused(json);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThatThrownBy(() -> CreateIntentBody.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .hasMessage(ProblemCode.INVALID_REQUEST.code());
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThatThrownBy(() -> parse("{\"amount\":-1,\"foo\":1,\"currency\":7}"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(400);
                    assertThat(e.problem().members().get("errors").toString())
                            .contains("/foo", "/orderId", "/amount", "/currency");
                });
    }

    @Test
    void neverSaysBackWhatCouldBeHarmful() {
        assertThatThrownBy(() -> parse("{\"<script>\":1}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().toString()).doesNotContain("script"));
    }

    @Test
    void holdsMetadataToStripesLimits() {
        assertThat(parse(withMetadata(entries(Metadata.MAX_ENTRIES))).metadata())
                .hasSize(47);
        assertThat(parse(withMetadata("\"" + "k".repeat(40) + "\":\"" + "v".repeat(500) + "\""))
                        .metadata())
                .hasSize(1);
        assertThat(parse(withMetadata("\"k\":\"" + "💳".repeat(500) + "\"")).metadata())
                .hasSize(1);

        assertRefused(withMetadata(entries(Metadata.MAX_ENTRIES + 1)));
        assertRefused(withMetadata("\"" + "k".repeat(41) + "\":\"v\""));
        assertRefused(withMetadata("\"k\":\"" + "v".repeat(501) + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\":\"v\"",
                "\" \":\"v\"",
                "\"a[b]\":\"v\"",
                "\"k\":\"\"",
                "\"k\":\" \"",
                "\"k\":1",
                "\"k\":null",
                "\"k\":{}",
                "\"k\":\"\\ud800\"",
                "\"k\":\"\\u0000\"",
                "\"\\ud800\":\"v\"",
                "\"order_id\":\"v\"",
                "\"payment_id\":\"v\"",
                "\"request_id\":\"v\""
            })
    void refusesMetadataThatStripeWouldRefuseOrThatIsOurs(String entry) {
        assertRefused(withMetadata(entry));
    }

    @Test
    void refusesMetadataThatIsNoObject() {
        assertRefused("{\"orderId\":\"o\",\"amount\":5,\"metadata\":[]}");
    }

    private static String entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k%d\":\"v\"".formatted(i))
                .collect(Collectors.joining(","));
    }

    private static String withMetadata(String entries) {
        return "{\"orderId\":\"o\",\"amount\":5,\"metadata\":{" + entries + "}}";
    }

    private static CreateIntentBody parse(String json) {
        return CreateIntentBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(ProblemCode.INVALID_REQUEST.code());
    }
}
