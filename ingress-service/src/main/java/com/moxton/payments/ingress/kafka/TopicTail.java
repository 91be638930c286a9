package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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

    /** What is done with a record; called on one thread, in order for each partition. */
    public interface Handler {
        /** What it throws is logged and costs that record. */
        void accept(ConsumerRecord<String, byte[]> record);
    }

    private final Topic topic;
    private final ConsumerFactory<?, ?> consumers;
    private final Duration retryPause;
    private final Handler handler;
    private final TailPositions positions;
    private volatile boolean caughtUp;
    private @Nullable SupervisedLoop loop;

    /**
     * @param lookback how far back to begin; null begins at the end
     */
    public TopicTail(
            Topic topic,
            @Nullable Duration lookback,
            ConsumerFactory<?, ?> consumers,
            KafkaSettings settings,
            Clock clock,
            Handler handler) {
        this.topic = topic;
        this.consumers = consumers;
        this.retryPause = settings.retryPause();
        this.handler = handler;
        this.positions = new TailPositions(topic.topicName(), lookback, clock);
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
        try (Consumer<String, byte[]> consumer = open()) {
            Map<TopicPartition, Long> goal = positions.assign(consumer);
            if (goal.isEmpty()) {
                // Not created yet. The loop comes back.
                return;
            }
            long checkAt = System.nanoTime() + PARTITION_CHECK.toNanos();
            while (running.open()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(record);
                    positions.passed(record);
                }
                if (!caughtUp && reached(consumer, goal)) {
                    caughtUp = true;
                    log.atInfo().addKeyValue("topic", topic.topicName()).log("caught up");
                }
                if (System.nanoTime() - checkAt > 0) {
                    checkAt = System.nanoTime() + PARTITION_CHECK.toNanos();
                    positions.assignAdded(consumer);
                }
            }
        } finally {
            caughtUp = false;
        }
    }

    /** The factory is Boot's, for the connection and its security; the types are what the deserializers here say. */
    @SuppressWarnings("unchecked")
    private Consumer<String, byte[]> open() {
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
        return (Consumer<String, byte[]>) consumers.createConsumer(null, "ingress-" + topic.topicName(), null, config);
    }

    private static boolean reached(Consumer<?, ?> consumer, Map<TopicPartition, Long> goal) {
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
