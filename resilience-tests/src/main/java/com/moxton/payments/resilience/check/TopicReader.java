package com.moxton.payments.resilience.check;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from one point to another, in no group. */
final class TopicReader {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;

    TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Where the topics end now; topics that aren't there are left out. */
    Map<TopicPartition, Long> ends(Collection<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.listTopics(PATIENCE).entrySet().stream()
                    .filter(there -> topics.contains(there.getKey()))
                    .flatMap(there -> there.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions, PATIENCE);
        }
    }

    /**
     * All records of the topic, partition by partition, each in its order.
     *
     * @param from where to begin; what isn't named begins at 0
     */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> ends = ends(List.of(topic));
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        open.entrySet().removeIf(end -> end.getValue() <= from.getOrDefault(end.getKey(), 0L));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (open.isEmpty()) {
            return records;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(open.keySet());
            open.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!open.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(topic + " can't be read to its end");
                }
                for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(Duration.ofMillis(200))) {
                    TopicPartition partition = new TopicPartition(polled.topic(), polled.partition());
                    if (polled.offset() < ends.getOrDefault(partition, 0L)) {
                        records.add(polled);
                    }
                }
                open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return records;
    }

    static @Nullable String header(ConsumerRecord<?, ?> polled, String name) {
        Header header = polled.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "max.poll.records", "2000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
