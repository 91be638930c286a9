package com.moxton.payments.worker.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the migration needs, and what it doesn't. That it makes the tables, {@code LeastRightsIT} shows. */
@ExtendWith(OutputCaptureExtension.class)
class MigrationTest {

    @Test
    void stopsWithOneLineWithoutADatabase(CapturedOutput output) {
        assertThatThrownBy(Migration::run).isNotNull();
        assertStopped(output, "MYSQL_URL is missing: jdbc:mysql://host:3306/schema");
    }

    @Test
    void waitsForTheDatabaseAndSaysWhenItHasWaitedForTooLong(CapturedOutput output) {
        assertThatThrownBy(() -> Migration.run(
                        "--MYSQL_URL=jdbc:mysql://127.0.0.1:1/payments",
                        "--MYSQL_USER=nobody",
                        "--spring.liquibase.enabled=false",
                        "--payments.start.database-timeout=1s",
                        "--spring.datasource.hikari.connection-timeout=250"))
                .isNotNull();
        assertStopped(output, "the database of MYSQL_URL did not become available within 1 s");
    }

    private static void assertStopped(CapturedOutput output, String line) {
        assertThat(output.getAll().lines().filter(written -> written.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Start stopped: " + line);
        assertThat(output).doesNotContain("KAFKA", "STRIPE", "\tat ");
    }
}
