package com.moxton.payments.worker.consume;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.group.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Runs the loops that consume {@code stripe.events}. */
@Component
class EventConsumer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    /** A batch that waits for the database gives up at the first look; one at work is let finish. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final ConsumerFactory<?, ?> consumerFactory;
    private final GuiltyRecords processing;
    private final EventSettings settings;
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    EventConsumer(ConsumerFactory<?, ?> consumerFactory, GuiltyRecords processing, EventSettings settings) {
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
        for (int i = 0; i < settings.consumers(); i++) {
            int number = i;
            String name = "stripe-events-" + number;
            EventLoop loop = new EventLoop(
                    name,
                    List.of(Topic.STRIPE_EVENTS.topicName()),
                    () -> newConsumer(number),
                    processing::take,
                    settings.backoff());
            loops.add(loop);
            threads.add(Thread.ofPlatform().name(name).start(loop));
        }
    }

    @Override
    public synchronized void stop() {
        loops.forEach(EventLoop::stop);
        for (Thread thread : threads) {
            try {
                if (!thread.join(STOP_TIMEOUT)) {
                    // Its offsets aren't committed, so nothing is lost.
                    log.warn("consumer {} is still at work and is left behind", thread.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        loops.clear();
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    synchronized List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** What the guarantees stand on is set here, and no property can undo it. */
    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer(int number) {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(settings.batchSize()));
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        String instance = settings.groupInstanceId();
        boolean isStatic = instance != null && !instance.isBlank();
        // As strings: others in a Properties go unseen.
        Membership.properties(settings.sessionTimeout(), isStatic ? instance + "-" + number : null)
                .forEach((name, value) -> properties.setProperty(name, value.toString()));
        return (Consumer<byte[], byte[]>)
                consumerFactory.createConsumer(EventSettings.GROUP, null, "-events-" + number, properties);
    }
}
