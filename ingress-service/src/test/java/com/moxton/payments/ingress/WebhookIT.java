package com.moxton.payments.ingress;

import static com.moxton.payments.ingress.IngressInstance.PATIENCE;
import static com.moxton.payments.ingress.IngressInstance.WEBHOOK_SECRET;
import static com.moxton.payments.ingress.IngressInstance.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.ingress.webhook.Webhooks;
import com.moxton.payments.testing.RestartableKafka;
import com.moxton.payments.testing.TestServers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class WebhookIT {

    @Test
    void DURABLE_BEFORE_ACK_theEventIsInTheLogByteForByteWhenStripeIsAnswered() throws Exception {
        String kafka = TestServers.kafkaBootstrapServers();
        String id = UUID.randomUUID().toString().replace("-", "");
        byte[] body = Webhooks.event("evt_" + id, "pi_" + id);
        try (IngressInstance ingress = IngressInstance.startReady(kafka)) {
            assertThat(send(webhook(ingress, body)).statusCode()).isEqualTo(200);

            List<ConsumerRecord<String, byte[]>> stored = stored(kafka, "pi_" + id);

            assertThat(stored).hasSize(1);
            assertThat(stored.getFirst().value()).isEqualTo(body);
            assertThat(new String(stored.getFirst()
                            .headers()
                            .lastHeader("stripe-event-id")
                            .value()))
                    .isEqualTo("evt_" + id);
        }
    }

    @Test
    void storesAnEventOfTheLargestSize() throws Exception {
        String kafka = TestServers.kafkaBootstrapServers();
        String id = UUID.randomUUID().toString().replace("-", "");
        String event = new String(Webhooks.event("evt_" + id, "pi_" + id), StandardCharsets.UTF_8);
        String noise = "é";
        int room = 1024 * 1024 - event.getBytes(StandardCharsets.UTF_8).length;
        byte[] body = event.replace("Zoë", "Zoë" + noise.repeat(room / 2) + "x".repeat(room % 2))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(body).hasSize(1024 * 1024);
        try (IngressInstance ingress = IngressInstance.startReady(kafka)) {
            assertThat(send(webhook(ingress, body)).statusCode()).isEqualTo(200);

            assertThat(stored(kafka, "pi_" + id).getFirst().value()).isEqualTo(body);
        }
    }

    @Test
    void DURABLE_BEFORE_ACK_withoutKafkaStripeIsToldToTryAgain() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start();
                IngressInstance ingress =
                        IngressInstance.startReady(kafka.bootstrapServers(), "--payments.kafka.ack-timeout=2s")) {
            byte[] lost = Webhooks.event("evt_lost", "pi_lost");
            assertThat(send(webhook(ingress, Webhooks.event("evt_1", "pi_1"))).statusCode())
                    .isEqualTo(200);

            kafka.stop();

            HttpResponse<String> response = send(webhook(ingress, lost));
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(send(ingress.create("o1", "u1")).statusCode()).isEqualTo(503);
            ingress.awaitReadiness(503);
            assertThat(ingress.status("/actuator/health/liveness")).isEqualTo(200);

            kafka.restart();

            ingress.awaitReadiness(200);
            assertThat(send(webhook(ingress, lost)).statusCode()).isEqualTo(200);
            // Once or twice: what wasn't acknowledged may have arrived all the same.
            assertThat(stored(kafka.bootstrapServers(), "pi_lost")).isNotEmpty();
        }
    }

    @Test
    void startsWithoutKafkaAndSaysSo() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start()) {
            kafka.stop();
            try (IngressInstance ingress = IngressInstance.start(kafka.bootstrapServers())) {
                assertThat(ingress.status("/actuator/health/readiness")).isEqualTo(503);
                assertThat(ingress.status("/actuator/health/liveness")).isEqualTo(200);
                byte[] body = Webhooks.event("evt_1", "pi_1");
                assertThat(send(webhook(ingress, body)).statusCode()).isEqualTo(503);

                kafka.restart();

                ingress.awaitReadiness(200);
                assertThat(send(webhook(ingress, body)).statusCode()).isEqualTo(200);
                assertThat(partitions(kafka.bootstrapServers())).hasSize(12);
            }
        }
    }

    private static HttpRequest.Builder webhook(IngressInstance ingress, byte[] body) {
        return ingress.request("/api/payments/webhook")
                .header("Stripe-Signature", Webhooks.signature(body, WEBHOOK_SECRET))
                .POST(BodyPublishers.ofByteArray(body));
    }

    private static List<TopicPartition> partitions(String kafka) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
            return partitions(consumer);
        }
    }

    /** Everything of that key, read from the beginning to the present end. */
    private static List<ConsumerRecord<String, byte[]>> stored(String kafka, String key) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (key.equals(record.key())) {
                        found.add(record);
                    }
                });
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return found;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        return consumer.partitionsFor(Topic.STRIPE_EVENTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static KafkaConsumer<String, byte[]> consumer(String kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
