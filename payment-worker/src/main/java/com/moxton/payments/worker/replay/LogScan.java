package com.moxton.payments.worker.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads ranges of a topic from their beginning to their end, outside of any group: nobody's offsets move. One partition
 * after the other, so that the same ranges always come in the same order, and a limit always means the same records.
 */
@Component
class LogScan {

    static final int CHUNK = 500;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConsumerFactory<?, ?> consumerFactory;

    LogScan(ConsumerFactory<?, ?> consumerFactory) {
        this.consumerFactory = consumerFactory;
    }

    /** Takes what was read, in pieces. */
    interface Reader {
        /**
         * @param range of the records' partition, its {@code next} behind them; the records may be none
         * @return whether to go on
         */
        boolean take(PartitionRange range, List<ConsumerRecord<byte[], byte[]>> records);
    }

    /**
     * Holds one piece of {@value #CHUNK} records at a time.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka doesn't hand them out; worth a retry
     */
    void scan(String topic, List<PartitionRange> ranges, Reader reader) {
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            for (PartitionRange range : ranges) {
                if (range.left() > 0 && !scan(consumer, topic, range, reader)) {
                    return;
                }
            }
        }
    }

    private static boolean scan(Consumer<byte[], byte[]> consumer, String topic, PartitionRange range, Reader reader) {
        TopicPartition partition = new TopicPartition(topic, range.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.next());
        long progress = System.nanoTime();
        long position = range.next();
        while (position < range.end()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < range.end()) {
                    records.add(record);
                }
            }
            long reached = Math.min(consumer.position(partition), range.end());
            if (reached > position) {
                position = reached;
                progress = System.nanoTime();
                if (!reader.take(range.to(position), records)) {
                    return false;
                }
            } else if (System.nanoTime() - progress > PATIENCE.toNanos()) {
                throw new TimeoutException("Kafka did not hand out %s from %d".formatted(partition, position));
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(CHUNK));
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 * 1024 * 1024));
        // A fetch that waits at the end of one partition would hold up the first one of the next.
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        // What has been deleted for its age since the job began can't be read any more.
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) consumerFactory.createConsumer(null, null, "-log-scan", properties);
    }
}
