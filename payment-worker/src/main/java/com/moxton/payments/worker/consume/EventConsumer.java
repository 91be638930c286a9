package com.moxton.payments.worker.consume;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.group.Membership;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Runs the loop that consumes {@code stripe.events}. */
@Component
class EventConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    /** A batch that waits for the database gives up at the first look; one at work is let finish. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final ConsumerFactory<?, ?> consumerFactory;
    private final DividedBatches processing;
    private final EventSettings settings;
    private @Nullable EventLoop loop;
    private @Nullable Thread thread;

    EventConsumer(ConsumerFactory<?, ?> consumerFactory, DividedBatches processing, EventSettings settings) {
        this.consumerFactory = consumerFactory;
        this.processing = processing;
        this.settings = settings;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        loop = new EventLoop(
                "stripe-events",
                List.of(Topic.STRIPE_EVENTS.topicName()),
                this::newConsumer,
                processing::take,
                settings.backoff());
        thread = Thread.ofPlatform().name("stripe-events").start(loop);
    }

    @Override
    public synchronized void stop() {
        if (loop == null || thread == null) {
            return;
        }
        loop.stop();
        try {
            if (!thread.join(STOP_TIMEOUT)) {
                // Its offsets aren't committed, so nothing is lost.
                log.warn("consumer {} is still at work and is left behind", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop = null;
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** How many partitions are assigned. */
    synchronized int partitions() {
        return loop == null ? 0 : loop.partitions();
    }

    synchronized EventLoop.State state() {
        return loop == null ? EventLoop.State.STOPPED : loop.state();
    }

    /** What the guarantees stand on is set here, and no property can undo it. */
    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(processing.most()));
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        // As strings: others in a Properties go unseen.
        Membership.properties(settings.sessionTimeout(), settings.groupInstanceId())
                .forEach((name, value) -> properties.setProperty(name, value.toString()));
        return (Consumer<byte[], byte[]>)
                consumerFactory.createConsumer(EventSettings.GROUP, null, "-events", properties);
    }
}
