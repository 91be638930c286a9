package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** From points in the log to offsets of partitions. */
final class LogRanges {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> ends;

    LogRanges(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        this.beginnings = consumer.beginningOffsets(partitions, PATIENCE);
        this.ends = consumer.endOffsets(partitions, PATIENCE);
    }

    /** Whether records at the beginning of a partition have been deleted for their age. */
    Set<Integer> truncated() {
        Set<Integer> truncated = new HashSet<>();
        beginnings.forEach((partition, offset) -> {
            if (offset > 0) {
                truncated.add(partition.partition());
            }
        });
        return truncated;
    }

    /**
     * In ascending order of partitions; empty ranges included.
     *
     * @throws OpsProblemException when a partition isn't there, or the end lies before the beginning
     */
    List<PartitionRange> between(@Nullable LogPoint from, @Nullable LogPoint to) {
        Map<Integer, Long> begin = offsets("from", from, beginnings);
        Map<Integer, Long> end = offsets("to", to, ends);
        List<PartitionRange> ranges = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Long first = begin.get(partition.partition());
            Long last = end.get(partition.partition());
            if (first != null && last != null) {
                if (to != null && to.offsets() != null && from != null && from.offsets() != null && last < first) {
                    throw OpsProblemException.badInput("to", "lies before from");
                }
                ranges.add(range(partition, first, last));
            }
        }
        ranges.sort(Comparator.comparingInt(PartitionRange::partition));
        return ranges;
    }

    /** Never outside of what there is. */
    private PartitionRange range(TopicPartition partition, long first, long last) {
        long end = Math.min(last, ends.getOrDefault(partition, 0L));
        long begin = Math.min(Math.max(first, beginnings.getOrDefault(partition, 0L)), end);
        return new PartitionRange(partition.partition(), begin, begin, end);
    }

    private Map<Integer, Long> offsets(String field, @Nullable LogPoint point, Map<TopicPartition, Long> otherwise) {
        Map<Integer, Long> offsets = new TreeMap<>();
        if (point == null) {
            otherwise.forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        } else if (point.offsets() != null) {
            point.offsets().forEach((partition, offset) -> {
                if (partition >= partitions.size()) {
                    throw OpsProblemException.badInput(
                            field + ".offsets",
                            "names partition %d, and there are %d".formatted(partition, partitions.size()));
                }
                offsets.put(partition, offset);
            });
        } else if (point.time() != null) {
            Map<TopicPartition, Long> times = new HashMap<>();
            long millis = point.time().toEpochMilli();
            partitions.forEach(partition -> times.put(partition, millis));
            consumer.offsetsForTimes(times, PATIENCE)
                    .forEach((partition, found) -> offsets.put(partition.partition(), orEnd(found, partition)));
        }
        return offsets;
    }

    private long orEnd(@Nullable OffsetAndTimestamp found, TopicPartition partition) {
        return found == null ? ends.getOrDefault(partition, 0L) : found.offset();
    }
}
