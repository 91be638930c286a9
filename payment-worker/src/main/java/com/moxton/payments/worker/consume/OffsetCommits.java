package com.moxton.payments.worker.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets behind what is done. They are committed while the next batch is at work: to wait for the broker's answer would
 * cost each event a part of that. What it has not confirmed is kept, and waited for when there is nothing else to do, when a
 * partition goes and when the consumer stops. Whatever is lost of it on the way means records that come again and are known
 * by their position.
 *
 * <p>For the consumer's thread alone.
 */
final class OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String loop;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> unconfirmed = new HashMap<>();

    OffsetCommits(String loop, Consumer<byte[], byte[]> consumer) {
        this.loop = loop;
        this.consumer = consumer;
    }

    /** Returns at once. */
    void done(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            unconfirmed.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }
        consumer.commitAsync(Map.copyOf(unconfirmed), (offsets, failure) -> {
            if (failure == null) {
                confirmed(offsets);
            } else {
                notCommitted(failure);
            }
        });
    }

    /** Waits for a while for what is not confirmed yet. */
    void settle() {
        settle(Map.copyOf(unconfirmed));
    }

    /** Of partitions that go to somebody else, who begins at the committed offset. */
    void handOver(Collection<TopicPartition> revoked) {
        Map<TopicPartition, OffsetAndMetadata> theirs = new HashMap<>(unconfirmed);
        theirs.keySet().retainAll(revoked);
        settle(theirs);
        forget(revoked);
    }

    /** Of partitions that somebody else has already. */
    void forget(Collection<TopicPartition> lost) {
        unconfirmed.keySet().removeAll(lost);
    }

    private void settle(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, PATIENCE);
            confirmed(offsets);
        } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
            notCommitted(e);
        }
    }

    /** A later one may be on its way. */
    private void confirmed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(unconfirmed::remove);
    }

    private void notCommitted(Exception failure) {
        log.atInfo()
                .addKeyValue("loop", loop)
                .addKeyValue("partitions", unconfirmed.size())
                .addKeyValue("cause", failure.getClass().getName())
                .log("offsets not committed");
    }
}
