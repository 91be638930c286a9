package com.moxton.payments.worker.lane;

import com.moxton.payments.worker.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the poll loop alive: runs it on a thread of its own, with a new Kafka consumer after every failure, until the
 * application stops. Stopping waits for records under way, see {@link LaneSettings#drainTimeout}.
 */
public final class LaneConsumer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LaneConsumer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** After this long without a failure, the next one counts as the first again. */
    private static final Duration SOUND = Duration.ofMinutes(1);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final RecordRunner runner;
    private final LaneSettings settings;
    private final LaneStatus status;

    private @Nullable Run current;

    LaneConsumer(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            RecordRunner runner,
            LaneSettings settings,
            LaneStatus status) {
        this.topic = topic;
        this.consumers = consumers;
        this.runner = runner;
        this.settings = settings;
        this.status = status;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    @Override
    public synchronized void start() {
        if (current == null) {
            CountDownLatch stopping = new CountDownLatch(1);
            Thread thread = Thread.ofPlatform().name(topic + "-poll").unstarted(() -> keepRunning(stopping));
            current = new Run(thread, stopping);
            thread.start();
        }
    }

    @Override
    public synchronized void stop() {
        Run run = current;
        if (run == null) {
            return;
        }
        current = null;
        run.stopping.countDown();
        try {
            // The drain, the last commit and the close each have their own limit within this one.
            if (!run.thread.join(settings.drainTimeout().plus(Duration.ofSeconds(20)))) {
                log.error("The poll loop did not end in time; what it had under way will be handled again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return current != null;
    }

    private void keepRunning(CountDownLatch stopping) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
        int failures = 0;
        while (stopping.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
            long started = System.nanoTime();
            try {
                runOnce(stopping);
            } catch (Throwable e) {
                // Whatever it was, a worker that quietly stops reading requests is worse than one that tries again.
                boolean wasSound = System.nanoTime() - started > SOUND.toNanos();
                failures = wasSound ? 1 : failures + 1;
                status.failed();
                Duration pause = backoff.pause(failures);
                log.atError()
                        .addKeyValue("topic", topic)
                        .addKeyValue("failures", failures)
                        .addKeyValue("pause", pause)
                        .setCause(e)
                        .log("The poll loop failed and is started again");
                await(stopping, pause);
            }
        }
    }

    private void runOnce(CountDownLatch stopping) {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            new LaneLoop(consumer, runner, settings, status).run(topic, () -> stopping.getCount() == 0);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private static void await(CountDownLatch stopping, Duration pause) {
        try {
            stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Run(Thread thread, CountDownLatch stopping) {}
}
