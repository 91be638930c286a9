package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads every partition of a topic on every instance, without a consumer group: from some time back, or from the end,
 * and on from there for as long as the service lives. After a failure it goes on where it was, so nothing is left out; a
 * record may be handed on again.
 *
 * <p>It is ready once it has read what was there when it began.
 */
public final class TopicTail implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PARTITION_CHECK = Duration.ofSeconds(30);
    /** The writer's clock may be ahead of ours or behind. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Topic topic;
    private final @Nullable Duration lookback;
    private final ConsumerFactory<?, ?> consumers;
    private final Duration retryPause;
    private final Clock clock;
    private final Consumer<ConsumerRecord<String, byte[]>> handler;

    /** Touched by the loop's thread alone: where to go on after a failure. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private volatile boolean caughtUp;
    private @Nullable SupervisedLoop loop;

    /**
     * @param lookback how far back to begin; null begins at the end
     * @param handler called on one thread, in order for each partition; what it throws is logged and costs that record
     */
    public TopicTail(
            Topic topic,
            @Nullable Duration lookback,
            ConsumerFactory<?, ?> consumers,
            KafkaSettings settings,
            Clock clock,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        this.topic = topic;
        this.lookback = lookback;
        this.consumers = consumers;
        this.retryPause = settings.retryPause();
        this.clock = clock;
        this.handler = handler;
    }

    /** Whether everything written before the (re)start was read. */
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public Health health() {
        return caughtUp ? Health.up().build() : Health.down().build();
    }

    private void follow(SupervisedLoop running) {
        try (var consumer = open()) {
            Map<TopicPartition, Long> goal = assign(consumer);
            if (goal.isEmpty()) {
                // Not created yet. The loop comes back.
                return;
            }
            long checkAt = System.nanoTime() + PARTITION_CHECK.toNanos();
            while (running.open()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(record);
                    next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
                if (!caughtUp && reached(consumer, goal)) {
                    caughtUp = true;
                    log.atInfo().addKeyValue("topic", topic.topicName()).log("caught up");
                }
                if (System.nanoTime() - checkAt > 0) {
                    checkAt = System.nanoTime() + PARTITION_CHECK.toNanos();
                    assignAdded(consumer);
                }
            }
        } finally {
            caughtUp = false;
        }
    }

    @SuppressWarnings("unchecked")
    private org.apache.kafka.clients.consumer.Consumer<String, byte[]> open() {
        Properties config = new Properties();
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // Only for a position that has gone: the topic was made anew, or we were away longer than it keeps records.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Long.toString(PARTITION_CHECK.toMillis()));
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        return (org.apache.kafka.clients.consumer.Consumer<String, byte[]>)
                consumers.createConsumer(null, "ingress-" + topic.topicName(), null, config);
    }

    private void assignAdded(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        try {
            if (consumer.partitionsFor(topic.topicName()).size() > next.size()) {
                assign(consumer);
            }
        } catch (TimeoutException e) {
            // Kafka is away for a moment. That is no reason to give up the assignment we have.
            log.debug("partitions of {} not checked", topic.topicName());
        }
    }

    /** Assigns all partitions, each at its place, and returns their present ends. */
    private Map<TopicPartition, Long> assign(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic.topicName())
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (next.isEmpty()) {
            Map<TopicPartition, Long> begin = new HashMap<>(ends);
            begin.putAll(offsetsBack(consumer, partitions));
            // All at once: a failure in between must not leave the ends behind as the place to go on.
            next.putAll(begin);
        } else {
            // A partition that was added later is read from its beginning: nothing in it was seen.
            partitions.forEach(partition -> next.putIfAbsent(partition, 0L));
        }
        partitions.forEach(partition -> consumer.seek(partition, next.getOrDefault(partition, 0L)));
        return ends;
    }

    private Map<TopicPartition, Long> offsetsBack(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (lookback == null) {
            return offsets;
        }
        long since = clock.millis() - lookback.plus(CLOCK_SKEW).toMillis();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since));
        for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            OffsetAndTimestamp offset = found.getValue();
            if (offset != null) {
                offsets.put(found.getKey(), offset.offset());
            }
        }
        return offsets;
    }

    private static boolean reached(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, Map<TopicPartition, Long> goal) {
        return goal.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            handler.accept(record);
        } catch (RuntimeException e) {
            // Nobody can wait for a record that can't be read; the others go on.
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("record skipped");
        }
    }

    @Override
    public synchronized void start() {
        loop = new SupervisedLoop("tail-" + topic.topicName(), retryPause, this::follow).start();
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.close();
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return KafkaMonitor.PHASE;
    }
}
