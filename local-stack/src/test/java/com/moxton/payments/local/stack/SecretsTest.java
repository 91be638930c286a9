package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("secrets.properties");
    }

    @Test
    void makesUpWhatIsAbsentAndKeepsIt() {
        Secrets first = secrets(Map.of());
        Secrets second = secrets(Map.of());

        assertThat(first.get("STRIPE_WEBHOOK_SECRET")).startsWith("whsec_").hasSizeGreaterThan(32);
        assertThat(first.get("JWT_SECRET")).hasSizeGreaterThanOrEqualTo(32);
        assertThat(first.isNew("OPS_PASSWORD")).isTrue();
        assertThat(second.isNew("OPS_PASSWORD")).isFalse();
        assertThat(second.get("OPS_PASSWORD")).isEqualTo(first.get("OPS_PASSWORD"));
    }

    @Test
    void letsTheEnvironmentDecideAndKeepsNothingOfIt() {
        Secrets secrets = secrets(Map.of("OPS_PASSWORD", "chosen by a person"));

        assertThat(secrets.get("OPS_PASSWORD")).isEqualTo("chosen by a person");
        assertThat(secrets.isNew("OPS_PASSWORD")).isFalse();
        assertThat(file).content().doesNotContain("chosen by a person");
    }

    @Test
    void letsTheOwnerAloneReadTheFile() throws Exception {
        secrets(Map.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void makesUpNoTokenSecretBesideAnIssuer() {
        assertThat(Secrets.of(new Settings(Map.of()), file, false).get("JWT_SECRET"))
                .isEmpty();
    }

    private Secrets secrets(Map<String, String> environment) {
        return Secrets.of(new Settings(environment), file, true);
    }
}
