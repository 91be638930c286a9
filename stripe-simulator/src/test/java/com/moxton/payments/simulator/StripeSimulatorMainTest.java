package com.moxton.payments.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StripeSimulatorMainTest {

    @Test
    void readsTheEnvironment() {
        SimulatorSettings settings = StripeSimulatorMain.settings(Map.of(
                "STRIPE_PORT", "4242",
                "STRIPE_WEBHOOK_URL", "http://localhost:8080/api/payments/webhook",
                "STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old",
                "STRIPE_PUBLIC_URL", "http://localhost:12111/",
                "STRIPE_SNAPSHOT", "target/stripe.jsonl"));

        assertThat(settings.port()).isEqualTo(4242);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.endpoints().getFirst().secrets()).containsExactly("whsec_new", "whsec_old");
        assertThat(settings.snapshot()).isNotNull();
        assertThat(settings.publicUrl()).isEqualTo("http://localhost:12111");
        assertThat(StripeSimulatorMain.settings(Map.of()).publicUrl()).isNull();
    }

    @Test
    void namesTheSettingThatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeSimulatorMain.settings(Map.of("STRIPE_PORT", "many")))
                .withMessageContaining("STRIPE_PORT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeSimulatorMain.settings(Map.of("STRIPE_WEBHOOK_URL", "http://localhost/")))
                .withMessageContaining("STRIPE_WEBHOOK_SECRET is missing");
    }
}
