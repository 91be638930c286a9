package com.moxton.payments.events.kafka;

import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.Map;

/**
 * How absent topics are created. Existing topics are left as they are: to change those is the business of whoever runs
 * the cluster.
 *
 * @param partitions of every topic; the number of instances that can share the work. Raising it later moves keys to
 *     other partitions, so start with enough. Default 12
 * @param replicationFactor −1 takes the broker's default; production wants 3 with {@code min.insync.replicas=2}
 * @param retention by topic; a topic that isn't named keeps {@link Topic#retention()}
 */
public record TopicSettings(int partitions, short replicationFactor, Map<Topic, Duration> retention) {

    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1");
        }
        retention = Map.copyOf(retention);
    }

    public static TopicSettings defaults() {
        return new TopicSettings(12, (short) -1, Map.of());
    }

    Duration retentionOf(Topic topic) {
        return retention.getOrDefault(topic, topic.retention());
    }
}
