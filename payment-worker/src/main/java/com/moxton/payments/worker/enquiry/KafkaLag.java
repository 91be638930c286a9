package com.moxton.payments.worker.enquiry;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.lane.LaneSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * How far the worker's groups have come in their topics. Gives Kafka two seconds to answer: a page waits for it.
 *
 * <p>Safe with several threads.
 */
@Component
class KafkaLag implements DisposableBean {

    private static final int PATIENCE_MS = 2_000;
    /** Topics by the group that works them off. */
    private static final Map<String, Topic> GROUPS =
            new TreeMap<>(Map.of(EventSettings.GROUP, Topic.STRIPE_EVENTS, LaneSettings.GROUP, Topic.PAYMENT_REQUESTS));

    private final KafkaAdmin kafka;
    private final OldestUnprocessed oldest;
    private @Nullable Admin admin;

    KafkaLag(KafkaAdmin kafka, OldestUnprocessed oldest) {
        this.kafka = kafka;
        this.oldest = oldest;
    }

    /**
     * @throws KafkaException when Kafka doesn't answer in time
     */
    Overview.Lag lag() {
        Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
        Map<TopicPartition, Long> begins = offsets(OffsetSpec.earliest());
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                get(admin().listConsumerGroupOffsets(GROUPS.keySet().stream()
                                .collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())))
                        .all());
        List<Overview.GroupLag> groups = new ArrayList<>();
        GROUPS.forEach((group, topic) -> {
            List<Overview.PartitionLag> partitions = new ArrayList<>();
            Map<TopicPartition, OffsetAndMetadata> done = committed.getOrDefault(group, Map.of());
            ends.forEach((partition, end) -> {
                if (partition.topic().equals(topic.topicName())) {
                    OffsetAndMetadata next = done.get(partition);
                    long begin = begins.getOrDefault(partition, 0L);
                    partitions.add(new Overview.PartitionLag(
                            partition.partition(), next == null ? begin : Math.max(begin, next.offset()), end));
                }
            });
            partitions.sort((a, b) -> Integer.compare(a.partition(), b.partition()));
            long records = partitions.stream()
                    .mapToLong(Overview.PartitionLag::records)
                    .sum();
            groups.add(new Overview.GroupLag(group, topic.topicName(), records, partitions));
        });
        return new Overview.Lag(groups, oldestOf(groups));
    }

    private @Nullable Instant oldestOf(List<Overview.GroupLag> groups) {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        for (Overview.GroupLag group : groups) {
            if (group.topic().equals(Topic.STRIPE_EVENTS.topicName())) {
                group.partitions().stream()
                        .filter(partition -> partition.records() > 0)
                        .forEach(partition -> waiting.put(
                                new TopicPartition(group.topic(), partition.partition()), partition.committed()));
            }
        }
        return oldest.of(waiting);
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
        List<String> names = GROUPS.values().stream().map(Topic::topicName).toList();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription topic :
                get(admin().describeTopics(names).allTopicNames()).values()) {
            topic.partitions()
                    .forEach(partition -> wanted.put(new TopicPartition(topic.name(), partition.partition()), spec));
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                get(admin().listOffsets(wanted).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    private synchronized Admin admin() {
        Admin known = admin;
        if (known == null) {
            Map<String, Object> config = new HashMap<>(kafka.getConfigurationProperties());
            config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
            config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
            known = Admin.create(config);
            admin = known;
        }
        return known;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not tell how far its groups have come", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking Kafka", e);
        }
    }

    @Override
    public synchronized void destroy() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
