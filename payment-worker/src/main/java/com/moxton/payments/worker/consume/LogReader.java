package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads single records again where they lie, outside of any group. */
@Component
class LogReader {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ConsumerFactory<?, ?> consumerFactory;

    LogReader(ConsumerFactory<?, ?> consumerFactory) {
        this.consumerFactory = consumerFactory;
    }

    /**
     * Empty when the log doesn't hold the record any more.
     *
     * @throws LogUnavailableException when Kafka doesn't answer; worth a retry
     */
    Optional<ConsumerRecord<byte[], byte[]>> read(LogPosition position) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            consumer.assign(List.of(partition));
            Long beginning =
                    consumer.beginningOffsets(List.of(partition), PATIENCE).get(partition);
            Long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            if (beginning == null || end == null || position.offset() < beginning || position.offset() >= end) {
                return Optional.empty();
            }
            consumer.seek(partition, position.offset());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    // A later one: the record itself is gone.
                    return Optional.of(record).filter(found -> found.offset() == position.offset());
                }
            }
            throw new LogUnavailableException(position);
        }
    }

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) consumerFactory.createConsumer(null, null, "-log-reader", properties);
    }

    static final class LogUnavailableException extends RuntimeException {
        LogUnavailableException(LogPosition position) {
            super("Kafka did not hand out the record at " + position);
        }
    }
}
