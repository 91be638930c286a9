package com.moxton.payments.ingress.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where a {@link TopicTail} begins in each partition, and where it goes on after a failure. For one thread. */
final class TailPositions {
    /** The writer's clock may be ahead of ours or behind. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final String topic;
    private final @Nullable Duration lookback;
    private final Clock clock;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    TailPositions(String topic, @Nullable Duration lookback, Clock clock) {
        this.topic = topic;
        this.lookback = lookback;
        this.clock = clock;
    }

    /** Assigns all partitions, each at its place, and returns their present ends; none when there is no such topic. */
    Map<TopicPartition, Long> assign(Consumer<?, ?> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic)
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

    void assignAdded(Consumer<?, ?> consumer) {
        try {
            if (consumer.partitionsFor(topic).size() > next.size()) {
                assign(consumer);
            }
        } catch (TimeoutException e) {
            // Kafka is away for a moment. That is no reason to give up the assignment we have; the next check is soon.
        }
    }

    void passed(ConsumerRecord<?, ?> record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    private Map<TopicPartition, Long> offsetsBack(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
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
            // None: nothing that young is in the partition, and its end is the place.
            if (offset != null) {
                offsets.put(found.getKey(), offset.offset());
            }
        }
        return offsets;
    }
}
