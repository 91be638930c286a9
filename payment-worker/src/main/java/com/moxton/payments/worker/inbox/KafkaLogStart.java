package com.moxton.payments.worker.inbox;

import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

@Component
class KafkaLogStart implements LogStart {

    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaAdmin kafka;

    KafkaLogStart(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    @Override
    public Map<Integer, Long> firstOffsets(Topic topic) {
        // Asked once an hour: a connection of its own isn't worth keeping.
        Admin admin = Admin.create(kafka.getConfigurationProperties());
        try {
            var description = admin.describeTopics(List.of(topic.topicName()))
                    .allTopicNames()
                    .get()
                    .get(topic.topicName());
            if (description == null) {
                return Map.of();
            }
            Map<TopicPartition, OffsetSpec> partitions = description.partitions().stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic.topicName(), partition.partition()),
                            partition -> OffsetSpec.earliest()));
            Map<Integer, Long> first = new HashMap<>();
            admin.listOffsets(partitions)
                    .all()
                    .get()
                    .forEach((partition, offset) -> first.put(partition.partition(), offset.offset()));
            return first;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafkaException
                    ? kafkaException
                    : new KafkaException("Kafka doesn't tell where the log begins", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted", e);
        } finally {
            admin.close(CLOSE);
        }
    }
}
