package com.moxton.payments.worker.replay;

import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.request.WorkerBench;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One of the worker's consumer groups, by Kafka's own Admin API.
 *
 * @param start where its topic ended when the test began: the broker has seen other tests
 */
record ConsumerGroup(Admin admin, String name, Topic topic, Map<TopicPartition, Long> start) {

    static ConsumerGroup of(Admin admin, String name, Topic topic) throws ExecutionException, InterruptedException {
        return new ConsumerGroup(admin, name, topic, ends(admin, topic));
    }

    /** Whether the offsets of all records are committed. */
    boolean isDone() {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(name)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends(admin, topic).entrySet().stream()
                    .filter(end -> end.getValue() > start.getOrDefault(end.getKey(), 0L))
                    .allMatch(end -> committed.get(end.getKey()) != null
                            && committed.get(end.getKey()).offset() >= end.getValue());
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The group begins where the test began. Waits until its last member is gone. */
    void reset() {
        Map<TopicPartition, OffsetAndMetadata> beginning = start.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
        await().atMost(WorkerBench.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        admin.alterConsumerGroupOffsets(name, beginning).all().get());
    }

    /** How many records have come since the test began. */
    long records() throws ExecutionException, InterruptedException {
        return ends(admin, topic).entrySet().stream()
                .mapToLong(end -> end.getValue() - start.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        int partitions = admin.describeTopics(List.of(topic.topicName()))
                .allTopicNames()
                .get()
                .get(topic.topicName())
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
    }

    private static long offset(ListOffsetsResultInfo info) {
        return info.offset();
    }
}
