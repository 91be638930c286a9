package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.local.stack.Shop.Answer;
import com.moxton.payments.local.stack.Shop.Order;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Traces are off unless they are asked for: nothing is made, and records bear what the caller gave and no more. */
class TracesOffIT {
    private static final String GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void recordsBearWhatTheCallerGave() throws Exception {
        Shop shop = SharedStack.shop();
        Order order = shop.order("9.00", "usd");

        Answer traced = shop.createIntent(order, "traceparent", GIVEN, "tracestate", "shop=abc");
        String paymentId = traced.text("paymentId");

        ConsumerRecord<String, byte[]> request = find("payment.requests", order.id(), "requestId", traced);
        assertThat(headers(request)).containsEntry("traceparent", GIVEN).containsEntry("tracestate", "shop=abc");
        assertThat(headers(find("payment.replies", traced.text("requestId"), "requestId", traced)))
                .isEmpty();
        assertThat(headers(find("payment.updates", paymentId, "paymentId", traced)))
                .isEmpty();

        Answer untraced = shop.createIntent(order);
        assertThat(headers(find("payment.requests", order.id(), "requestId", untraced)))
                .containsOnlyKeys("request-id");
    }

    /** The first record of the key whose member is the answer's. */
    private static ConsumerRecord<String, byte[]> find(String topic, String key, String member, Answer answer) {
        Map<String, String> settings = SharedStack.settings();
        String servers = settings.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + settings.get("KAFKA_PORT"));
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // The test's own time limit ends it.
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    JsonNode value = EventJson.read(record.value(), JsonNode.class);
                    if (key.equals(record.key())
                            && answer.text(member).equals(value.path(member).asString())) {
                        return record;
                    }
                }
            }
        }
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
