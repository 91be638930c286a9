package com.moxton.payments.worker.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.PaymentRequest.Confirm;
import com.moxton.payments.events.PaymentRequest.CreateIntent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static String create(String order, String amount, String currency, Map<String, String> metadata) {
        return Fingerprint.of(new CreateIntent(
                "any", Instant.now(), "user", order, new BigDecimal(amount), currency, metadata, "key"));
    }

    private static String confirm(String intent, @Nullable String method, @Nullable String returnUrl) {
        return Fingerprint.of(new Confirm("any", Instant.now(), "user", intent, method, returnUrl, "key"));
    }

    @Test
    void isTheSameForTheSameWish() {
        assertThat(create("o", "49.9", "usd", Map.of("a", "1", "b", "2")))
                .isEqualTo(create("o", "49.90", "USD", Map.of("b", "2", "a", "1")))
                .hasSize(64);
        assertThat(create("o", "100", "usd", Map.of())).isEqualTo(create("o", "1E+2", "usd", Map.of()));
    }

    @Test
    void differsInEveryValue() {
        assertThat(create("o", "49.9", "usd", Map.of("a", "1")))
                .isNotIn(
                        create("p", "49.9", "usd", Map.of("a", "1")),
                        create("o", "49.91", "usd", Map.of("a", "1")),
                        create("o", "49.9", "eur", Map.of("a", "1")),
                        create("o", "49.9", "usd", Map.of("a", "2")),
                        create("o", "49.9", "usd", Map.of()));
        assertThat(confirm("pi", "pm", null))
                .isNotIn(confirm("pi", null, "pm"), confirm("pi", null, null), confirm("pi", "pm", ""));
    }

    @Test
    void keepsValuesApart() {
        assertThat(create("o", "1", "usd", Map.of("ab", "c"))).isNotEqualTo(create("o", "1", "usd", Map.of("a", "bc")));
    }
}
