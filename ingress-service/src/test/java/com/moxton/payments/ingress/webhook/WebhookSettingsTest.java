package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    @Test
    void takesSecretsByAccount() {
        WebhookSettings settings = ofAccounts("acct_a:whsec_1", " acct_a:whsec_2", "acct_b:whsec_3", "");

        assertThat(settings.signingSecrets())
                .extracting(SigningSecret::account)
                .containsExactly("acct_a", "acct_a", "acct_b");
        assertThat(settings).asString().contains("accountSecrets=3 configured").doesNotContain("whsec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_1", "acct_a", "acct_a:", ":whsec_1", "whsec_1:acct_a", "acct_a:whsec 1"})
    void refusesAccountSecretsThatAreNone(String secret) {
        assertThatThrownBy(() -> ofAccounts(secret))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_WEBHOOK_SECRETS must be acct_")
                .hasMessageNotContaining("1");
    }

    @Test
    void refusesAnApiKeyInAnAccountSecretsPlace() {
        assertThatThrownBy(() -> ofAccounts("acct_a:sk_live_abc"))
                .hasMessageStartingWith("STRIPE_WEBHOOK_SECRETS holds an API key")
                .hasMessageNotContaining("abc");
    }

    private static WebhookSettings ofAccounts(String... secrets) {
        return new WebhookSettings(List.of(), List.of(secrets), Duration.ofSeconds(300), DataSize.ofMegabytes(1));
    }

    private static WebhookSettings settings(List<String> secrets, long tolerance) {
        return new WebhookSettings(secrets, List.of(), Duration.ofSeconds(tolerance), DataSize.ofMegabytes(1));
    }
}
