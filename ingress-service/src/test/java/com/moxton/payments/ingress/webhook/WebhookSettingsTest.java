package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class WebhookSettingsTest {

    @Test
    void takesSeveralSecretsAndShowsNone() {
        WebhookSettings settings = settings(List.of(" whsec_a ", "", "whsec_b"), 300);

        assertThat(settings.secrets()).containsExactly("whsec_a", "whsec_b");
        assertThat(settings.signingSecrets()).hasSize(2);
        assertThat(settings).asString().contains("2 configured").doesNotContain("whsec");
    }

    @Test
    void needsASecret() {
        assertThatThrownBy(() -> settings(List.of(" "), 300))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_WEBHOOK_SECRET is missing");
    }

    @Test
    void refusesAnApiKeyInTheSecretsPlaceAndDoesNotShowIt() {
        assertThatThrownBy(() -> settings(List.of("sk_live_abc"), 300))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_WEBHOOK_SECRET holds an API key")
                .hasMessageNotContaining("sk_live_abc");
    }

    @Test
    void refusesATolerationOfNothing() {
        assertThatThrownBy(() -> settings(List.of("whsec_a"), 0))
                .hasMessage("payments.webhook.tolerance must lie between 1s and 24h");
    }

    private static WebhookSettings settings(List<String> secrets, long tolerance) {
        return new WebhookSettings(secrets, Duration.ofSeconds(tolerance), DataSize.ofMegabytes(1));
    }
}
