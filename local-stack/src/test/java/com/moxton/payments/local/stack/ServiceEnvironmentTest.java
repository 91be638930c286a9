package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {
    private static final DatabaseAddress DATABASE = new DatabaseAddress("jdbc:mysql://db/payments", "user", "password");

    private Map<String, String> ingress = Map.of();
    private Map<String, String> worker = Map.of();

    @BeforeEach
    void buildBoth(@TempDir Path directory) {
        Settings settings = new Settings(Map.of(
                "PATH", "/bin",
                "MYSQL_PASSWORD", "of the database",
                "STRIPE_SECRET_KEY", "sk_test_1",
                "STRIPE_WEBHOOK_SECRET", "whsec_1,whsec_2",
                "WORKER_PORT", "9001"));
        StackSettings stack = StackSettings.of(settings, directory);
        ServiceEnvironment environment = new ServiceEnvironment(
                settings, stack.ports(), Secrets.of(settings, directory.resolve("secrets"), true));
        ingress = environment.ofIngress("broker:9092");
        worker = environment.ofWorker("broker:9092", DATABASE, stack.stripe());
    }

    /** SECRETS_STAY_SECRET: the service that faces the internet holds neither database credentials nor an API key. */
    @Test
    void givesIngressNothingButItsOwnSecrets() {
        assertThat(ingress)
                .containsEntry("STRIPE_WEBHOOK_SECRET", "whsec_1,whsec_2")
                .containsKey("JWT_SECRET")
                .doesNotContainKeys("STRIPE_SECRET_KEY", "MYSQL_URL", "MYSQL_USER", "MYSQL_PASSWORD", "OPS_PASSWORD");
    }

    @Test
    void givesTheWorkerStripeAndTheDatabase() {
        assertThat(worker)
                .containsEntry("STRIPE_SECRET_KEY", "sk_test_1")
                .containsEntry("MYSQL_URL", DATABASE.url())
                .containsEntry("WORKER_PORT", "9001")
                .containsEntry("OPS_USERNAME", "ops")
                .containsKey("OPS_PASSWORD")
                .doesNotContainKey("STRIPE_WEBHOOK_SECRET");
    }

    /** A sandbox has its own limit, which the worker knows; the simulator has none. */
    @Test
    void liftsTheRateLimitForTheSimulatorAlone(@TempDir Path directory) {
        Settings settings = new Settings(Map.of());
        StackSettings stack = StackSettings.of(settings, directory);
        Map<String, String> simulated = new ServiceEnvironment(
                        settings, stack.ports(), Secrets.of(settings, directory.resolve("secrets"), true))
                .ofWorker("broker:9092", DATABASE, stack.stripe());

        assertThat(simulated).containsEntry("PAYMENTS_STRIPE_RATELIMIT_PERSECOND", "1000");
        assertThat(worker).doesNotContainKey("PAYMENTS_STRIPE_RATELIMIT_PERSECOND");
    }

    @Test
    void passesOrdinaryVariablesOn() {
        assertThat(ingress).containsEntry("PATH", "/bin").containsEntry("SERVER_ADDRESS", "127.0.0.1");
        assertThat(ingress.get("PAYMENTS_SECURITY_ALLOWEDORIGINS")).contains("http://localhost:8090");
    }

    /** Who is given a file's name could read it: so nobody is. */
    @Test
    void handsSecretsFromFilesToTheirServiceAndNoFilesName(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "sk_test_file\n");
        Settings settings = Settings.of(Map.of("STRIPE_SECRET_KEY_FILE", key.toString(), "PATH", "/bin"));
        StackSettings stack = StackSettings.of(settings, directory);
        ServiceEnvironment environment = new ServiceEnvironment(
                settings, stack.ports(), Secrets.of(settings, directory.resolve("secrets"), true));

        assertThat(environment.ofWorker("broker:9092", DATABASE, stack.stripe()))
                .containsEntry("STRIPE_SECRET_KEY", "sk_test_file")
                .doesNotContainKey("STRIPE_SECRET_KEY_FILE");
        assertThat(environment.ofIngress("broker:9092"))
                .containsEntry("PATH", "/bin")
                .doesNotContainKeys("STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY_FILE");
    }

    @Test
    void stopsWithOneLineWhenASecretsFileIsMissing() {
        assertThatExceptionOfType(StartStoppedException.class)
                .isThrownBy(() -> Settings.of(Map.of("JWT_SECRET_FILE", "/no/such/file")))
                .withMessage("JWT_SECRET_FILE: /no/such/file can't be read (NoSuchFileException)");
    }
}
