package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A wrong setting stops the start with one line that names it. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    KAFKA_BOOTSTRAP_SERVERS=            | KAFKA_BOOTSTRAP_SERVERS is missing
                    KAFKA_BOOTSTRAP_SERVERS=broker      | KAFKA_BOOTSTRAP_SERVERS must be host:port
                    STRIPE_WEBHOOK_SECRET=              | STRIPE_WEBHOOK_SECRET is missing
                    STRIPE_WEBHOOK_SECRET=sk_live_12345 | STRIPE_WEBHOOK_SECRET holds an API key
                    JWT_SECRET=                         | JWT_SECRET is missing
                    JWT_SECRET=too-short-12345          | JWT_SECRET must have at least 32 bytes
                    JWT_SECRET_FILE=/no/such/file       | JWT_SECRET_FILE is set, and JWT_SECRET too
                    STRIPE_WEBHOOK_SECRET_FILE=/no/such | STRIPE_WEBHOOK_SECRET_FILE is set, and
                    SPRING_KAFKA_SSL_KEY_PASSWORD_FILE=/no/such/file | SPRING_KAFKA_SSL_KEY_PASSWORD_FILE: /no/such/file can't be read
                    JWT_ISSUER_URI=https://a.example    | JWT_SECRET must not be set beside
                    INGRESS_PORT=http                   | INGRESS_PORT (server.port) is not a valid
                    payments.webhook.tolerance=soon     | payments.webhook.tolerance is not a valid duration
                    payments.webhook.max-body=huge      | payments.webhook.max-body is not a valid datasize
                    payments.live.max-streams=0         | payments.live.max-streams must lie between
                    payments.requests.default-wait=1h   | payments.requests.default-wait must lie between
                    payments.limits.remembered=1        | payments.limits.remembered must lie between
                    payments.limits.confirms-per-minute=-1 | payments.limits.confirms-per-minute must lie between
                    payments.overload.body-time=0s      | payments.overload.body-time must lie between
                    payments.overload.bodies=1KB        | payments.overload.bodies must lie between
                    payments.actuator.open=env          | payments.actuator.open must be health, prometheus
                    payments.requests.return-origins=http://shop.example | payments.requests.return-origins must be
                    payments.topics.retention.nonsense=1h | payments.topics.retention
                    """)
    void stopsWithOneLine(String setting, String line, CapturedOutput output) {
        List<String> settings = new ArrayList<>(List.of(
                "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
                "--STRIPE_WEBHOOK_SECRET=whsec_test",
                "--JWT_SECRET=" + Tokens.SECRET,
                "--INGRESS_PORT=0"));
        settings.removeIf(other -> other.startsWith("--" + setting.substring(0, setting.indexOf('=') + 1)));
        settings.add("--" + setting);

        assertThatThrownBy(() -> SpringApplication.run(IngressApplication.class, settings.toArray(String[]::new)))
                .isNotNull();

        List<String> loud = output.getAll()
                .lines()
                .filter(written -> written.contains(" ERROR ") || written.contains(" WARN "))
                // Contexts of other tests look for their Kafka in the background, and so do the clients in them.
                .filter(written -> !written.contains(" SupervisedLoop ") && !written.contains("[Consumer "))
                .filter(written -> !written.contains("[AdminClient ") && !written.contains("[Producer "))
                .toList();
        assertThat(loud).singleElement().asString().contains("Start stopped: " + line);
        assertThat(output).doesNotContain("12345").doesNotContain("\tat ");
    }
}
