package com.moxton.payments.worker.enquiry;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Looks at the records that wait, to tell since when. Outside of any group. */
@Component
class OldestUnprocessed {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ConsumerFactory<?, ?> consumerFactory;

    OldestUnprocessed(ConsumerFactory<?, ?> consumerFactory) {
        this.consumerFactory = consumerFactory;
    }

    /**
     * When the oldest of the records at these offsets was written to the log.
     *
     * @return of those that Kafka hands out within a second; null when there is none
     */
    @Nullable
    Instant of(Map<TopicPartition, Long> waiting) {
        if (waiting.isEmpty()) {
            return null;
        }
        long oldest = Long.MAX_VALUE;
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            consumer.assign(waiting.keySet());
            waiting.forEach(consumer::seek);
            Set<TopicPartition> open = new HashSet<>(waiting.keySet());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (open.remove(partition)) {
                        oldest = Math.min(oldest, record.timestamp());
                        consumer.pause(Set.of(partition));
                    }
                }
            }
        }
        return oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest);
    }

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4096");
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "2000");
        properties.setProperty(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) consumerFactory.createConsumer(null, null, "-oldest", properties);
    }
}
