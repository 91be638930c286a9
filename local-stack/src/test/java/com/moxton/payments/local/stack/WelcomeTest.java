package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTest {
    @TempDir
    Path directory;

    @Test
    void showsTheMadeUpPasswordOnce() {
        Secrets first = secrets(Map.of());
        Secrets second = secrets(Map.of());

        assertThat(welcome(first, Map.of())).contains("password " + first.get("OPS_PASSWORD"));
        assertThat(welcome(second, Map.of()))
                .doesNotContain(second.get("OPS_PASSWORD"))
                .contains("password in " + second.file());
    }

    @Test
    void showsNoSecretThatSomebodyChose() {
        Map<String, String> chosen = Map.of(
                "OPS_PASSWORD", "open sesame", "JWT_SECRET", "s".repeat(32), "STRIPE_WEBHOOK_SECRET", "whsec_chosen");

        assertThat(welcome(secrets(chosen), chosen)).doesNotContain(chosen.values());
    }

    @Test
    void saysHowToGetWebhooksFromStripeItself() {
        Map<String, String> stripe = Map.of("STRIPE_SECRET_KEY", "sk_test_1");

        assertThat(welcome(secrets(stripe), stripe))
                .contains("stripe listen --forward-to localhost:8080/api/payments/webhook")
                .doesNotContain("sk_test_1");
    }

    private Secrets secrets(Map<String, String> environment) {
        return Secrets.of(new Settings(environment), directory.resolve("secrets"), true);
    }

    private String welcome(Secrets secrets, Map<String, String> environment) {
        Settings settings = new Settings(new HashMap<>(environment));
        StackSettings stack = StackSettings.of(settings, directory);
        return new Welcome(stack, secrets, new ServiceEnvironment(settings, stack.ports(), secrets)).text();
    }
}
