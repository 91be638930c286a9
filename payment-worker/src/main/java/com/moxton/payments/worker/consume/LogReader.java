package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads single records again where they lie, outside of any group. */
@Component
public class LogReader {

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
    public Optional<ConsumerRecord<byte[], byte[]>> read(LogPosition position) {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            consumer.assign(List.of(partition));
            Long beginning =
                    consumer.beginningOffsets(List.of(partition), PATIENCE).get(partition);
            Long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            if (beginning == null || end == null || position.offset() < beginning || position.offset() >= end) {
                return Optional.empty();
            }
            return find(consumer, partition, position);
        }
    }

    /**
     * Those of the records that the log still holds.
     *
     * @param positions in ascending order for each partition
     * @throws LogUnavailableException when Kafka doesn't answer; worth a retry
     */
    public List<ConsumerRecord<byte[], byte[]>> readAll(List<LogPosition> positions) {
        Map<TopicPartition, List<LogPosition>> byPartition = positions.stream()
                .collect(Collectors.groupingBy(
                        position -> new TopicPartition(position.topic(), position.partition()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (byPartition.isEmpty()) {
            return List.of();
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            var beginnings = consumer.beginningOffsets(byPartition.keySet(), PATIENCE);
            var ends = consumer.endOffsets(byPartition.keySet(), PATIENCE);
            byPartition.forEach((partition, wanted) -> {
                consumer.assign(List.of(partition));
                for (LogPosition position : wanted) {
                    if (position.offset() >= beginnings.getOrDefault(partition, Long.MAX_VALUE)
                            && position.offset() < ends.getOrDefault(partition, 0L)) {
                        find(consumer, partition, position).ifPresent(found::add);
                    }
                }
            });
        }
        return found;
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> find(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, LogPosition position) {
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

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        // Of what is fetched one record is used; a larger one is still handed out whole.
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
        // A fetch ahead of what is wanted, which waits at the end of the log, would hold up the one for the next
        // record.
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) consumerFactory.createConsumer(null, null, "-log-reader", properties);
    }

    static final class LogUnavailableException extends KafkaException {
        LogUnavailableException(LogPosition position) {
            super("Kafka did not hand out the record at " + position);
        }
    }
}
