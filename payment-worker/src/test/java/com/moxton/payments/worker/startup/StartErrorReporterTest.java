package com.moxton.payments.worker.startup;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.security.OpsSettings;
import com.moxton.payments.worker.stripe.StripeSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class StartErrorReporterTest {

    private final ApplicationContextRunner worker = new ApplicationContextRunner()
            .withUserConfiguration(SettingsOnly.class)
            .withPropertyValues(
                    "spring.datasource.url=jdbc:mysql://127.0.0.1:3306/payments",
                    "spring.kafka.bootstrap-servers=127.0.0.1:9092,[::1]:9093",
                    "payments.ops.username=ops",
                    "payments.ops.password=secret",
                    "payments.stripe.secret-key=sk_test_1");

    @Configuration(proxyBeanMethods = false)
    @Import(RequiredSettings.class)
    @EnableConfigurationProperties({
        EventSettings.class,
        ServerProperties.class,
        OpsSettings.class,
        StartSettings.class,
        TopicProperties.class,
        StripeSettings.class
    })
    static class SettingsOnly {}

    @Test
    void startsWithItsSettings() {
        worker.withPropertyValues(
                        "payments.topics.retention.payment-replies=5m",
                        "payments.ops.jwt-secret=0123456789012345678901234567890123456789",
                        "payments.events.group-instance-id=worker-1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(OpsSettings.class))
                            .asString()
                            .contains("password configured=true")
                            .doesNotContain("secret,")
                            .doesNotContain("0123456789");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.datasource.url=                     | MYSQL_URL is missing",
                "spring.datasource.url=jdbc:mariadb://h/db  | MYSQL_URL must be jdbc:mysql://",
                "spring.kafka.bootstrap-servers=            | KAFKA_BOOTSTRAP_SERVERS is missing",
                "spring.kafka.bootstrap-servers=kafka       | KAFKA_BOOTSTRAP_SERVERS must be host:port",
                "payments.ops.username=                     | OPS_USERNAME is missing",
                "payments.ops.password=                     | OPS_PASSWORD is missing",
                "payments.ops.jwt-secret=short              | JWT_SECRET must have at least 32 bytes",
                "payments.stripe.secret-key=                | STRIPE_SECRET_KEY is missing",
                "payments.stripe.api-base=nowhere           | STRIPE_API_BASE must be an address",
                "payments.stripe.rate-limit.per-second=0    | payments.stripe.rate-limit.per-second must lie between 1 and",
                "payments.stripe.breaker.failure-rate=101   | payments.stripe.breaker.failure-rate must lie between 1 and 100",
                "payments.events.batch-size=0               | payments.events.batch-size must lie between 1 and 10000",
                "payments.events.batch-size=many            | payments.events.batch-size is not valid",
                "payments.events.retry-pause-min=1h         | payments.events.retry-pause-min must lie between 0.001s and 10s",
                "payments.events.parking.pauses=            | the number of payments.events.parking.pauses must lie between 1 and 100",
                "payments.topics.partitions=0               | payments.topics.partitions must lie between 1 and 10000",
                "payments.topics.retention.stripe-events=1s | payments.topics.retention of stripe.events must lie between 1m and",
                "server.port=high                          | WORKER_PORT (server.port) is not valid",
                "payments.start.pause=0                     | payments.start.pause must lie between 0.01s and 1m",
            })
    void oneLineNamesTheSetting(String property, String line) {
        worker.withPropertyValues(property.strip()).run(context -> {
            assertThat(context).hasFailed();
            assertThat(lineFor(context.getStartupFailure())).startsWith(line).doesNotContain("\n");
        });
    }

    @Test
    void neitherPasswordNorTokensIsRefused() {
        worker.withPropertyValues("payments.ops.username=", "payments.ops.password=")
                .run(context -> assertThat(lineFor(context.getStartupFailure()))
                        .startsWith("OPS_USERNAME and OPS_PASSWORD are missing"));
    }

    @Test
    void tokensAloneAreEnough() {
        worker.withPropertyValues(
                        "payments.ops.username=",
                        "payments.ops.password=",
                        "payments.ops.issuer-uri=https://id.example")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void valuesThatBootItselfRefusesAreNotShown() {
        assertThat(StartErrorReporter.lineFor(
                        new InvalidConfigurationPropertyValueException("server.port", "s3cret", "no number")))
                .isEqualTo("WORKER_PORT (server.port) is not valid");
    }

    @Test
    void otherFailuresAreLeftToBoot() {
        assertThat(StartErrorReporter.lineFor(new IllegalStateException(new IllegalArgumentException("no setting"))))
                .isNull();
        assertThat(new StartErrorReporter().reportException(new IllegalStateException()))
                .isFalse();
        assertThat(new StartErrorReporter().reportException(new SettingException("MYSQL_URL", "is missing")))
                .isTrue();
    }

    private static String lineFor(@Nullable Throwable failure) {
        return String.valueOf(failure == null ? null : StartErrorReporter.lineFor(failure));
    }
}
