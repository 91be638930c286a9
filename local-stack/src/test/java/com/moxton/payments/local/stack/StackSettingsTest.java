package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackSettingsTest {
    private static final Path ROOT = Path.of("/checkout");

    @Test
    void embedsEverythingWhenNothingIsSet() {
        StackSettings settings = settings(Map.of());

        assertThat(settings.embedsKafka()).isTrue();
        assertThat(settings.embedsDatabase()).isTrue();
        assertThat(settings.stripe().isSimulated()).isTrue();
        assertThat(settings.stripe().apiBase()).isEqualTo("http://127.0.0.1:12111");
        assertThat(settings.ports().storefront().number()).isEqualTo(8090);
        assertThat(settings.ports().kafka().purpose()).isEqualTo("Kafka (KAFKA_PORT)");
        assertThat(settings.data()).isEqualTo(ROOT.resolve("local-stack/target/stack"));
    }

    @Test
    void usesTheServersThatAreNamed() {
        StackSettings settings = settings(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "MYSQL_URL", "jdbc:mysql://db/payments",
                "MYSQL_USER", "payments",
                "STRIPE_SECRET_KEY", "sk_test_51abc"));

        assertThat(settings.embedsKafka()).isFalse();
        assertThat(settings.embedsDatabase()).isFalse();
        assertThat(settings.stripe().isSimulated()).isFalse();
        assertThat(settings.stripe().apiBase()).isNull();
    }

    @Test
    void takesBlankSettingsForAbsent() {
        assertThat(settings(Map.of("KAFKA_BOOTSTRAP_SERVERS", " ", "STRIPE_SECRET_KEY", ""))
                        .embedsKafka())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "0", "65536", "-1"})
    void namesThePortThatMakesNoSense(String port) {
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> settings(Map.of("WORKER_PORT", port)))
                .withMessage("WORKER_PORT must be a port between 1 and 65535, not '" + port + "'");
    }

    @Test
    void refusesLiveKeys() {
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> settings(Map.of("STRIPE_SECRET_KEY", "sk_live_123")))
                .withMessageContaining("STRIPE_SECRET_KEY")
                .withMessageNotContaining("123");
    }

    @Test
    void givesThePageAPublishableKeyAndNoOther() {
        assertThat(settings(Map.of("STRIPE_SECRET_KEY", "sk_test_51abc", "STRIPE_PUBLISHABLE_KEY", "pk_test_51abc"))
                        .stripe()
                        .publishableKey())
                .isEqualTo("pk_test_51abc");
        for (String wrong : List.of("sk_test_51abc", "pk_live_51abc", "rk_test_51abc")) {
            assertThatExceptionOfType(StartStoppedException.class)
                    .isThrownBy(() ->
                            settings(Map.of("STRIPE_SECRET_KEY", "sk_test_51abc", "STRIPE_PUBLISHABLE_KEY", wrong)))
                    .withMessageStartingWith("STRIPE_PUBLISHABLE_KEY must begin with pk_test_")
                    .withMessageNotContaining(wrong);
        }
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> settings(Map.of("STRIPE_PUBLISHABLE_KEY", "pk_test_51abc")))
                .withMessageContaining("STRIPE_SECRET_KEY is missing");
    }

    @Test
    void namesWhatIsMissingBesideAnAddress() {
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> settings(Map.of("STRIPE_API_BASE", "http://stripe")))
                .withMessageContaining("STRIPE_SECRET_KEY is missing");
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> settings(Map.of("MYSQL_URL", "jdbc:mysql://db/payments")))
                .withMessageContaining("MYSQL_USER is missing");
    }

    private static StackSettings settings(Map<String, String> environment) {
        return StackSettings.of(new Settings(environment), ROOT);
    }
}
