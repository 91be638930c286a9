package com.moxton.payments.resilience.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Secrets;
import com.moxton.payments.resilience.secret.SecretSearch.Leak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {

    private final SecretSearch search = new SecretSearch(Secrets.seeded());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calling with Bearer " + Secrets.API_KEY,
                "{\"clientSecret\": \"pi_3Abc_secret_xYz123\"}",
                "password=" + Secrets.DATABASE_PASSWORD + ";"
            })
    void findsASecretInALine(String line) {
        assertThat(search.inText("/page", "harmless\n" + line + "\nharmless"))
                .extracting(Leak::where)
                .containsExactly("/page");
    }

    @Test
    void findsAUsersToken() {
        assertThat(search.inText("/page", "Authorization: Bearer " + Secrets.tokenOf("usr_1")))
                .hasSize(1);
    }

    @Test
    void passesOverWhatIsMasked() {
        assertThat(search.inText("/page", "clientSecret: *** of pi_3Abc, secretKey configured=true"))
                .isEmpty();
    }

    @Test
    void readsLogsAndNotTheBrokersRecords(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("worker-1"));
        Files.writeString(home.resolve("worker-1/output.log"), "fine\n" + Secrets.JWT + "\n");
        Files.createDirectories(home.resolve("kafka/payment.replies-0"));
        Files.writeString(home.resolve("kafka/payment.replies-0/0000.log"), Secrets.JWT);

        assertThat(search.inLogs(home))
                .extracting(Leak::where)
                .containsExactly("output.log:2 in " + home.resolve("worker-1"));
    }
}
