package com.moxton.payments.ingress.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Secrets in mounted files. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsFromFilesTest {

    @TempDir
    private Path directory;

    static class NoBeans {}

    @Test
    void standForTheSecretsOfSeveralAccounts() throws IOException {
        String file = file("accounts", "acct_1:whsec_one,acct_2:whsec_two,acct_1:whsec_rolled\n");

        assertThat(list("payments.webhook.account-secrets", "--STRIPE_WEBHOOK_SECRETS_FILE=" + file))
                .containsExactly("acct_1:whsec_one", "acct_2:whsec_two", "acct_1:whsec_rolled");
    }

    @Test
    void standForTheSecretOfOneEndpointAndForThatOfTokens() throws IOException {
        assertThat(list(
                        "payments.webhook.secrets",
                        "--STRIPE_WEBHOOK_SECRET_FILE=" + file("webhook", "whsec_now,whsec_before\n")))
                .containsExactly("whsec_now", "whsec_before");
        assertThat(list("payments.security.jwt-secret", "--JWT_SECRET_FILE=" + file("jwt", "of tokens\n")))
                .containsExactly("of tokens");
    }

    @Test
    void stopTheStartWithOneLineThatNamesTheFile(CapturedOutput output) {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> list("payments.webhook.account-secrets", "--STRIPE_WEBHOOK_SECRETS_FILE=" + missing))
                .isNotNull();

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("STRIPE_WEBHOOK_SECRETS_FILE")
                .contains(missing.toString());
        assertThat(output).doesNotContain("\tat ");
    }

    private static List<String> list(String property, String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(NoBeans.class)
                .web(WebApplicationType.NONE)
                .run(arguments)) {
            return Binder.get(context.getEnvironment())
                    .bind(property, Bindable.listOf(String.class))
                    .get();
        }
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
