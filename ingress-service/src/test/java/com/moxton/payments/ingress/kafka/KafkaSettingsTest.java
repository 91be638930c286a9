package com.moxton.payments.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.Topic;
import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class KafkaSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "10.0.0.1:1", "[::1]:9092", "a.b-c_d:65535", "b1:9092,b2:9092"})
    void takesAddresses(String servers) {
        assertThat(settings(servers).bootstrapServers()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "localhost", "localhost:", ":9092", "localhost:x", "localhost:65536", "http://a:1"})
    void refusesWhatIsNone(String servers) {
        assertThatThrownBy(() -> settings(servers))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void DURABLE_BEFORE_ACK_producersWaitForAllReplicasAndNoLongerThanTheyMay() {
        Map<String, Object> config =
                DurablePublisher.overrides("client", Duration.ofMillis(5), 1, settings("localhost:9092"));

        assertThat(config)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 5)
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5000)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
        // Kafka refuses to start when delivery doesn't leave room for linger and one attempt.
        assertThat((int) config.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)).isLessThan(5000 - 5);
    }

    @Test
    void keepsRepliesAsLongAsTheTopicDoes() {
        assertThat(new TopicProperties(12, (short) -1, Map.of()).repliesKept()).isEqualTo(Duration.ofMinutes(15));
        assertThat(new TopicProperties(12, (short) -1, Map.of(Topic.PAYMENT_REPLIES, Duration.ofHours(1)))
                        .repliesKept())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void refusesTopicsThatMakeNoSense() {
        assertThatThrownBy(() -> new TopicProperties(0, (short) -1, Map.of()))
                .hasMessageStartingWith("payments.topics.partitions");
        assertThatThrownBy(() -> new TopicProperties(1, (short) -2, Map.of()))
                .hasMessageStartingWith("payments.topics.replication-factor");
        assertThatThrownBy(() -> new TopicProperties(1, (short) 1, Map.of(Topic.STRIPE_EVENTS, Duration.ZERO)))
                .hasMessageStartingWith("payments.topics.retention of stripe.events");
    }

    private static KafkaSettings settings(String servers) {
        return new KafkaSettings(
                List.of(servers.split(",")),
                Duration.ofSeconds(5),
                Duration.ofMillis(5),
                1,
                DataSize.ofMegabytes(32),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }
}
