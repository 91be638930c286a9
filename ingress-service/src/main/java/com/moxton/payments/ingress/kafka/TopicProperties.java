package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicSettings;
import com.moxton.payments.ingress.startup.Setting;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How absent topics are created; existing ones are left alone.
 *
 * @param partitions of each topic: the number of instances that can share the work. Default 12
 * @param replicationFactor −1 takes the broker's default; production wants 3 with {@code min.insync.replicas=2}
 * @param retention by topic ({@code payment-replies: 15m}). For {@code payment.replies} it is also how long a request can
 *     be asked for, so give all instances the same
 */
@ConfigurationProperties("payments.topics")
public record TopicProperties(
        @DefaultValue("12") int partitions,
        @DefaultValue("-1") short replicationFactor,
        @DefaultValue Map<Topic, Duration> retention) {

    public TopicProperties {
        Setting.between("payments.topics.partitions", partitions, 1, 10_000);
        Setting.between("payments.topics.replication-factor", replicationFactor, -1, 32);
        retention = Map.copyOf(retention);
        retention.forEach((topic, kept) -> Setting.between(
                "payments.topics.retention of " + topic.topicName(),
                kept,
                Duration.ofMinutes(1),
                Duration.ofDays(3650)));
    }

    /** How long a reply can be read, and a request be asked for. */
    public Duration repliesKept() {
        return retention.getOrDefault(Topic.PAYMENT_REPLIES, Topic.PAYMENT_REPLIES.retention());
    }

    TopicSettings toSettings() {
        return new TopicSettings(partitions, replicationFactor, retention);
    }
}
