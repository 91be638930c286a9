package com.moxton.payments.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExternalServersTest {

    @Test
    void takesTheServersThatTheSettingsName() {
        Map<String, String> settings = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "MYSQL_URL", "jdbc:mysql://db/payments",
                "MYSQL_USER", "tester",
                "MYSQL_PASSWORD", "secret");

        try (ExternalServers servers = new ExternalServers(settings::get)) {
            assertThat(servers.kafkaBootstrapServers()).isEqualTo("broker:9092");
            assertThat(servers.database())
                    .isEqualTo(new DatabaseServer("jdbc:mysql://db/payments", "tester", "secret"))
                    .hasToString("jdbc:mysql://db/payments");
        }
    }

    @Test
    void namesTheSettingThatIsMissing() {
        try (ExternalServers servers = new ExternalServers(name -> null)) {
            assertThatIllegalStateException()
                    .isThrownBy(servers::kafkaBootstrapServers)
                    .withMessage("payments.infra=external needs KAFKA_BOOTSTRAP_SERVERS");
        }
    }
}
