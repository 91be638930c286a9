package com.moxton.payments.worker.enquiry;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Service;

/** Shows single records where they lie in the log. Outside of any group. */
@Service
public class LoggedRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<String> TOPICS = Arrays.stream(Topic.values())
            // Replies carry client secrets: they are for the customer who asked.
            .filter(topic -> topic != Topic.PAYMENT_REPLIES)
            .map(Topic::topicName)
            .toList();

    private final ConsumerFactory<?, ?> consumerFactory;

    LoggedRecords(ConsumerFactory<?, ?> consumerFactory) {
        this.consumerFactory = consumerFactory;
    }

    /**
     * @throws OpsProblemException when the position makes no sense; 404 when the log doesn't hold the record, any more or yet
     * @throws KafkaException when Kafka doesn't answer in time
     */
    public LoggedRecord read(LogPosition position) {
        if (!TOPICS.contains(position.topic())) {
            throw OpsProblemException.badInput("topic", "must be one of " + String.join(", ", TOPICS));
        }
        if (position.offset() < 0) {
            throw OpsProblemException.badInput("offset", "must be at least 0");
        }
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        try (Consumer<byte[], byte[]> consumer = newConsumer()) {
            int partitions = consumer.partitionsFor(position.topic()).size();
            if (position.partition() < 0 || position.partition() >= partitions) {
                throw OpsProblemException.badInput("partition", "must lie between 0 and " + (partitions - 1));
            }
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (position.offset() >= end) {
                throw OpsProblemException.notFound("record_not_found", "The log has not come that far yet.");
            }
            if (position.offset() < begin) {
                throw gone();
            }
            return find(consumer, partition, position);
        }
    }

    private static LoggedRecord find(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, LogPosition position) {
        consumer.seek(partition, position.offset());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() != position.offset()) {
                    throw gone();
                }
                return LoggedRecord.of(record);
            }
        }
        throw new KafkaException("Kafka did not hand out the record at " + position);
    }

    private static OpsProblemException gone() {
        return OpsProblemException.notFound("record_gone", "The record is no longer in the log: it was too old.");
    }

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
        properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5");
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        properties.setProperty(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) consumerFactory.createConsumer(null, null, "-record", properties);
    }
}
