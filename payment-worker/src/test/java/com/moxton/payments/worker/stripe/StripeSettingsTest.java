package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.startup.SettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSettingsTest {

    private static StripeSettings settings(String key, String base) {
        return new StripeSettings(
                key,
                base,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                4,
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(25),
                StripeSettings.AllowRedirects.NEVER);
    }

    @Test
    void namesAKeyThatIsMissing() {
        assertThatThrownBy(() -> settings(" ", ""))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_SECRET_KEY is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "ftp://stripe.example", "http://", "https://a b"})
    void namesAnAddressThatMakesNoSense(String base) {
        assertThatThrownBy(() -> settings("sk_test_1", base))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_API_BASE");
    }

    @Test
    void callsStripeUnlessToldOtherwise() {
        assertThat(settings("sk_test_1", "").apiBase()).isEqualTo("https://api.stripe.com");
        assertThat(settings("sk_test_1", "http://127.0.0.1:12111/").apiBase()).isEqualTo("http://127.0.0.1:12111");
    }

    /** SECRETS_STAY_SECRET: settings are logged at the start. */
    @Test
    void doesNotShowTheKey() {
        assertThat(settings("sk_test_1", "").toString())
                .doesNotContain("sk_test_1")
                .contains("secretKey configured=true");
    }
}
