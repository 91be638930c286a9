package com.moxton.payments.worker.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** How far the worker's consumer groups have come. */
@Component
class GroupOffsets {

    private static final int PATIENCE_SECONDS = 10;

    private final KafkaAdmin kafka;

    GroupOffsets(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /** By partition; absent where nothing was committed yet. */
    Map<Integer, Long> committed(String group, String topic) {
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            Map<Integer, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> {
                        if (partition.topic().equals(topic) && offset != null) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
            return committed;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not tell how far %s has come".formatted(group), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking how far %s has come".formatted(group), e);
        }
    }

    boolean havePassed(String group, String topic, Map<Integer, Long> offsets) {
        if (offsets.isEmpty()) {
            return true;
        }
        Map<Integer, Long> committed = committed(group, topic);
        return offsets.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }
}
