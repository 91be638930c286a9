package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of topics, {@code stripe.events} for one: poll, process, commit, in this order, on one thread. Offsets are
 * committed only for records whose processing has returned, so COMMITTED_MEANS_DONE; the broker's answer is not waited for,
 * see {@link OffsetCommits}.
 *
 * <p>Not spring-kafka's listener container: its batch error handler skips what it gives up, and goes on behind a batch
 * whose retry was cut short by an error of the consumer itself. Here, whatever goes wrong outside of processing ends the
 * consumer, and the next one begins at the committed offsets.
 */
public final class EventLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int HEARTBEAT_LOST = 20;
    private static final Duration POLL_WHILE_WAITING = Duration.ofMillis(200);

    /** The broker answers sooner, if it has anything. */
    private static final Duration ONCE_MORE = Duration.ofMillis(5);

    /** More records are company enough. */
    private static final int FEW = 64;

    private final String name;
    private final List<String> topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final java.util.function.Consumer<List<ConsumerRecord<byte[], byte[]>>> processing;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile State state = State.CONNECTING;
    private volatile int partitions;

    public enum State {
        /** Not, or no longer, in touch with the group's coordinator. */
        CONNECTING,
        CONSUMING,
        /** Waiting for something outside to heal: the database, Kafka. */
        RETRYING,
        STOPPED
    }

    /**
     * @param consumers makes a new one for each start: without auto-commit, in a group
     * @param processing returns when its records are done for good. What it throws has the same records given to it again,
     *     for as long as it takes
     */
    public EventLoop(
            String name,
            List<String> topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            java.util.function.Consumer<List<ConsumerRecord<byte[], byte[]>>> processing,
            Backoff backoff) {
        this.name = name;
        this.topics = List.copyOf(topics);
        this.consumers = consumers;
        this.processing = processing;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            for (int restart = 1; !isStopping(); restart++) {
                try {
                    consume();
                } catch (RuntimeException e) {
                    state = State.RETRYING;
                    log.atError()
                            .addKeyValue("loop", name)
                            .addKeyValue("restart", restart)
                            .setCause(e)
                            .log("consumer failed and is replaced");
                    waitOrStop(backoff.pause(restart));
                }
            }
        } finally {
            partitions = 0;
            state = State.STOPPED;
        }
    }

    /** Returns at once; the batch at work is finished first. */
    public void stop() {
        stopping.countDown();
    }

    public State state() {
        return state;
    }

    /** How many partitions are assigned. */
    int partitions() {
        return partitions;
    }

    private void consume() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            consume(consumer);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) {
        OffsetCommits commits = new OffsetCommits(name, consumer);
        Rebalances rebalances = new Rebalances(consumer, commits);
        consumer.subscribe(topics, rebalances);
        while (!isStopping()) {
            List<ConsumerRecord<byte[], byte[]>> batch = next(consumer, rebalances);
            if (batch.isEmpty()) {
                // Not after each poll: hundreds of metrics are looked through, and a batch at work tells more.
                state = isInGroup(consumer) ? State.CONSUMING : State.CONNECTING;
                commits.settle();
            } else if (process(consumer, rebalances, batch)) {
                commits.done(batch);
            }
        }
        commits.settle();
    }

    /**
     * The first record to come, when there is nothing to do; after a batch, whatever came while it was at work. Kafka's
     * consumer has asked for records ahead when it handed the last ones out, and the broker answered at the first that it
     * had. To take only these would leave all behind them for a batch later; so the broker is asked once more.
     */
    private static List<ConsumerRecord<byte[], byte[]>> next(Consumer<byte[], byte[]> consumer, Rebalances rebalances) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        consumer.poll(Duration.ZERO).forEach(batch::add);
        if (batch.isEmpty()) {
            consumer.poll(POLL).forEach(batch::add);
        } else if (batch.size() < FEW) {
            rebalances.watch();
            ConsumerRecords<byte[], byte[]> behind = consumer.poll(ONCE_MORE);
            rebalances.dropLost(batch);
            behind.forEach(batch::add);
        }
        return batch;
    }

    /** False when there is nothing left to commit. */
    private boolean process(
            Consumer<byte[], byte[]> consumer, Rebalances rebalances, List<ConsumerRecord<byte[], byte[]>> batch) {
        for (int attempt = 1; !batch.isEmpty(); attempt++) {
            try {
                processing.accept(batch);
                state = State.CONSUMING;
                return true;
            } catch (RuntimeException e) {
                if (isStopping()) {
                    return false;
                }
                state = State.RETRYING;
                Duration pause = backoff.pause(attempt);
                log.atWarn()
                        .addKeyValue("loop", name)
                        .addKeyValue("records", batch.size())
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("pauseMs", pause.toMillis())
                        .addKeyValue("cause", rootOf(e))
                        .log("batch of records waits and is tried again");
                rebalances.keepMembership(pause);
                rebalances.dropLost(batch);
                if (isStopping()) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Polling works without a broker too, and finds nothing: the coordinator's last answer tells. */
    private static boolean isInGroup(Consumer<?, ?> consumer) {
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("last-heartbeat-seconds-ago")
                    && metric.metricValue() instanceof Double seconds) {
                // Below zero: it has joined, or not even that, and a first heartbeat is still to come.
                return seconds < 0 ? !consumer.assignment().isEmpty() : seconds < HEARTBEAT_LOST;
            }
        }
        return true;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void waitOrStop(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atDebug().addKeyValue("loop", name).log("stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Class and, where it can't quote a record, message. */
    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return thrown.getClass().getSimpleName() + " by " + root.getClass().getName();
    }

    /** Keeps the group's membership while a batch waits, and knows which partitions went away meanwhile. */
    private final class Rebalances implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;
        private final Set<TopicPartition> lost = new HashSet<>();
        private final OffsetCommits commits;
        private boolean waiting;

        Rebalances(Consumer<byte[], byte[]> consumer, OffsetCommits commits) {
            this.consumer = consumer;
            this.commits = commits;
        }

        /** From now on, what goes away is remembered. */
        void watch() {
            lost.clear();
        }

        void keepMembership(Duration pause) {
            watch();
            waiting = true;
            consumer.pause(consumer.assignment());
            long until = System.nanoTime() + pause.toNanos();
            while (!isStopping() && System.nanoTime() < until) {
                if (!consumer.poll(POLL_WHILE_WAITING).isEmpty()) {
                    // Must not happen, and would lose them: begin anew at the committed offsets.
                    throw new IllegalStateException("Records were polled from paused partitions");
                }
            }
            consumer.resume(consumer.assignment());
            waiting = false;
        }

        /** Records of partitions that went away. Somebody begins at the committed offset, and be it this consumer. */
        void dropLost(List<ConsumerRecord<byte[], byte[]>> batch) {
            batch.removeIf(record -> lost.contains(new TopicPartition(record.topic(), record.partition())));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (waiting) {
                consumer.pause(assigned);
            } else {
                // The coordinator has just answered. Without this, a poll that finds nothing would keep us unready.
                state = State.CONSUMING;
            }
            partitions = consumer.assignment().size();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commits.handOver(revoked);
            gone(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> taken) {
            commits.forget(taken);
            gone(taken);
        }

        private void gone(Collection<TopicPartition> gone) {
            lost.addAll(gone);
            partitions = Math.max(0, partitions - gone.size());
        }
    }
}
