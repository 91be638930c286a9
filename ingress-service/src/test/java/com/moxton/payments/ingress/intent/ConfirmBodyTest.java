package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmBodyTest {

    @Test
    void takesAnIntentAndHowToPay() {
        assertThat(parse("{\"intentId\":\"pi_1\",\"paymentMethodId\":\"pm_card_visa\","
                        + "\"returnUrl\":\"https://shop.example/back?a=b#c\"}"))
                .isEqualTo(new ConfirmBody("pi_1", "pm_card_visa", "https://shop.example/back?a=b#c"));
        assertThat(parse("{\"intentId\":\"pi_1\"}")).isEqualTo(new ConfirmBody("pi_1", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"pi_\"",
                "\"seti_1\"",
                "\"pi_1/../x\"",
                "\"pi_1 \"",
                "\"PI_1\"",
                "\"pi_1_secret_2\"",
                "1",
                "null"
            })
    void refusesIntentIdsThatAreNone(String intentId) {
        assertRefused("{\"intentId\":" + intentId + "}");
        assertRefused("{\"intentId\":\"pi_" + "x".repeat(253) + "\"}");
        assertRefused("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"visa\"", "\"pm card\"", "4242424242424242", "\"4242424242424242\"", "{}"})
    void refusesPaymentMethodsThatAreNone(String method) {
        assertRefused("{\"intentId\":\"pi_1\",\"paymentMethodId\":" + method + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "//shop.example",
                "ftp://shop.example",
                "javascript:alert(1)",
                "https://",
                "https:///path",
                "https://user:pass@shop.example",
                "https://shop.example/a b",
                "https://shop.example/ü",
                "https://shop.example/%zz",
                "data:text/html,x"
            })
    void refusesReturnAddressesThatAreNone(String url) {
        assertRefused("{\"intentId\":\"pi_1\",\"returnUrl\":\"" + url + "\"}");
        assertRefused("{\"intentId\":\"pi_1\",\"returnUrl\":\"https://shop.example/" + "x".repeat(2048) + "\"}");
    }

    private static ConfirmBody parse(String json) {
        return ConfirmBody.parse(
                json.getBytes(StandardCharsets.UTF_8), new ReturnOrigins(List.of("https://shop.example")));
    }

    private static void assertRefused(String json) {
        assertThatThrownBy(() -> parse(json)).hasMessage(ProblemCode.INVALID_REQUEST.code());
    }
}
