package com.moxton.payments.worker.lane;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll loop: reads, hands records to their lanes, pauses what has enough, commits what is done. It never handles a
 * record and never waits for one, except for a few seconds when partitions are taken away. Everything in here runs on
 * the one thread that calls {@link #run}, rebalance callbacks included: Kafka calls them from within {@code poll}.
 */
final class LaneLoop implements ConsumerRebalanceListener {
    /** Small, so that one poll can't exceed the limits by much. */
    static final int MAX_POLL_RECORDS = 100;

    /** Bounds how long finished records wait for their commit, and a paused partition for its resumption. */
    private static final Duration POLL = Duration.ofMillis(50);

    /** A stop with Kafka away should not take long: the offsets then stay where they were. */
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordRunner runner;
    private final LaneSettings settings;
    private final LaneStatus status;

    private final Map<TopicPartition, PartitionLanes> assigned = new HashMap<>();
    private boolean commitUnderWay;
    private long lastCommit = System.nanoTime();

    LaneLoop(Consumer<byte[], byte[]> consumer, RecordRunner runner, LaneSettings settings, LaneStatus status) {
        this.consumer = consumer;
        this.runner = runner;
        this.settings = settings;
        this.status = status;
    }

    /** Returns after a stop was asked for and what was under way is finished and committed, or the wait for it is over. */
    void run(String topic, BooleanSupplier stopping) {
        consumer.subscribe(List.of(topic), this);
        try {
            while (!stopping.getAsBoolean()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    PartitionLanes lanes = assigned.get(partition(record));
                    if (lanes == null) {
                        throw new IllegalStateException("A record of a partition that isn't assigned");
                    }
                    lanes.take(record);
                }
                assigned.values().forEach(PartitionLanes::settle);
                commitWhatIsDone();
                throttle();
            }
        } finally {
            release(Set.copyOf(assigned.keySet()));
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        partitions.forEach(partition -> assigned.put(partition, new PartitionLanes(runner, committed.get(partition))));
        log.atInfo()
                .addKeyValue("partitions", partitions)
                .addKeyValue("assigned", assigned.size())
                .log("Request partitions assigned");
    }

    /** Nobody else reads these partitions before this method returns: what finishes in here is done exactly once. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        release(Set.copyOf(partitions));
    }

    /** Somebody else may be reading them already, and the broker would refuse our commit. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionLanes lanes = assigned.remove(partition);
            if (lanes != null) {
                lanes.release();
            }
        }
        log.atWarn().addKeyValue("partitions", partitions).log("Request partitions lost");
    }

    private void release(Set<TopicPartition> partitions) {
        Map<TopicPartition, PartitionLanes> leaving = new HashMap<>(assigned);
        leaving.keySet().retainAll(partitions);
        if (leaving.isEmpty()) {
            return;
        }
        // All of them first: the wait is one for all, not one after the other.
        leaving.values().forEach(PartitionLanes::release);
        int stragglers = awaitIdle(leaving.values());
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        leaving.forEach((partition, lanes) -> {
            lanes.settle();
            OffsetAndMetadata commit = lanes.toCommit();
            if (commit != null) {
                commits.put(partition, commit);
            }
        });
        assigned.keySet().removeAll(leaving.keySet());
        log.atInfo()
                .addKeyValue("partitions", partitions)
                .addKeyValue("stragglers", stragglers)
                .log("Request partitions released");
        try {
            if (!commits.isEmpty()) {
                consumer.commitSync(commits, COMMIT_TIMEOUT);
            }
        } catch (KafkaException | IllegalStateException e) {
            // The next owner handles again what this commit would have told; that is safe, and all that can be done.
            log.atWarn()
                    .addKeyValue("partitions", commits.keySet())
                    .addKeyValue("exception", e.getClass().getName())
                    .log("The last commit of released partitions failed");
        }
    }

    private int awaitIdle(Collection<PartitionLanes> leaving) {
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        int stragglers = 0;
        for (PartitionLanes lanes : leaving) {
            try {
                lanes.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                // Asked to end at once: commit what is done and go.
                Thread.currentThread().interrupt();
            }
            stragglers += lanes.running();
        }
        return stragglers;
    }

    /** One commit under way at a time: two could overtake each other in a retry and take an offset back. */
    private void commitWhatIsDone() {
        if (commitUnderWay
                || System.nanoTime() - lastCommit < settings.commitInterval().toNanos()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        Map<TopicPartition, PartitionLanes> committing = new HashMap<>();
        assigned.forEach((partition, lanes) -> {
            OffsetAndMetadata commit = lanes.toCommit();
            if (commit != null) {
                commits.put(partition, commit);
                committing.put(partition, lanes);
            }
        });
        lastCommit = System.nanoTime();
        if (commits.isEmpty()) {
            return;
        }
        commitUnderWay = true;
        consumer.commitAsync(commits, (offsets, failure) -> {
            commitUnderWay = false;
            if (failure == null) {
                // Onto the objects of that time: a partition may have gone and come back meanwhile.
                committing.forEach((partition, lanes) -> lanes.committed(commits.get(partition)));
            } else {
                // Tried again at the next interval, with what is done by then.
                log.atWarn()
                        .addKeyValue("partitions", offsets.keySet())
                        .addKeyValue("exception", failure.getClass().getName())
                        .log("Commit failed");
            }
        });
    }

    /** Too much at hand pauses everything; a gap that outgrows the bitmap pauses its own partition only. */
    private void throttle() {
        int running =
                assigned.values().stream().mapToInt(PartitionLanes::running).sum();
        int open = assigned.values().stream().mapToInt(PartitionLanes::open).sum();
        boolean full = running >= settings.maxInFlight() || open >= settings.maxQueued();
        Set<TopicPartition> pause = new HashSet<>();
        assigned.forEach((partition, lanes) -> {
            if (full || lanes.span() + MAX_POLL_RECORDS > DoneBitmap.REACH) {
                pause.add(partition);
            }
        });
        Set<TopicPartition> resume = new HashSet<>(consumer.paused());
        resume.removeAll(pause);
        consumer.pause(pause);
        consumer.resume(resume);
        status.polled(assigned.size(), running, open, pause.size());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
