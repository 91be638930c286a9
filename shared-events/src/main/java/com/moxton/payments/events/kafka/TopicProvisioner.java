package com.moxton.payments.events.kafka;

import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are absent and waits until every partition has a leader: a burst of records sent right after
 * {@code createTopics} otherwise fails now and then (NOT_LEADER_OR_FOLLOWER, then OUT_OF_ORDER_SEQUENCE_NUMBER).
 */
public final class TopicProvisioner {
    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);
    /**
     * Kafka's default is 1 MB with headers, so that a webhook of just that size would be refused for ever. Well above what
     * ingress lets in.
     */
    private static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final Set<Topic> EVENTS = Set.of(Topic.STRIPE_EVENTS, Topic.STRIPE_EVENTS_DLT);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final TopicSettings settings;

    public TopicProvisioner(TopicSettings settings) {
        this.settings = settings;
    }

    /**
     * Safe to call from several instances at once, and again.
     *
     * @throws TopicProvisioningException when the broker can't be reached or refuses; worth a retry
     */
    public void provision(Admin admin, Set<Topic> topics, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            create(admin, topics, deadline);
            awaitLeaders(admin, topics, deadline);
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicProvisioningException("Topics " + topics + " are not ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicProvisioningException("Interrupted while creating topics " + topics, e);
        }
    }

    private void create(Admin admin, Set<Topic> topics, long deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get(left(deadline), TimeUnit.NANOSECONDS);
        List<NewTopic> absent = new ArrayList<>();
        for (Topic topic : topics) {
            if (!existing.contains(topic.topicName())) {
                absent.add(newTopic(topic));
            }
        }
        for (var created : admin.createTopics(absent).values().entrySet()) {
            try {
                created.getValue().get(left(deadline), TimeUnit.NANOSECONDS);
                log.info("topic created name={}", created.getKey());
            } catch (ExecutionException e) {
                // Another instance started at the same moment and was quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private NewTopic newTopic(Topic topic) {
        Duration retention = settings.retentionOf(topic);
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        // The broker deletes whole segments only. A segment that takes a week to fill would keep client secrets a week.
        if (retention.compareTo(Duration.ofDays(7)) < 0) {
            config.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    Long.toString(Math.max(60_000, retention.dividedBy(3).toMillis())));
        }
        if (EVENTS.contains(topic)) {
            config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_EVENT_BYTES));
        }
        return new NewTopic(
                        topic.topicName(),
                        Optional.of(settings.partitions()),
                        settings.replicationFactor() < 0 ? Optional.empty() : Optional.of(settings.replicationFactor()))
                .configs(config);
    }

    private void awaitLeaders(Admin admin, Set<Topic> topics, long deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = topics.stream().map(Topic::topicName).toList();
        while (true) {
            try {
                Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
                for (TopicDescription topic : admin.describeTopics(names)
                        .allTopicNames()
                        .get(left(deadline), TimeUnit.NANOSECONDS)
                        .values()) {
                    topic.partitions()
                            .forEach(partition -> latest.put(
                                    new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
                }
                admin.listOffsets(latest).all().get(left(deadline), TimeUnit.NANOSECONDS);
                return;
            } catch (ExecutionException e) {
                // Metadata of a new topic takes a moment to reach every broker.
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), left(deadline)));
        }
    }

    private static long left(long deadline) throws TimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new TimeoutException("Kafka did not answer in time");
        }
        return left;
    }
}
