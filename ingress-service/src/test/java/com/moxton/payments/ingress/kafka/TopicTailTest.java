package com.moxton.payments.ingress.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.moxton.payments.events.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.util.unit.DataSize;

/** On scripted consumers; what real brokers do is in the integration tests. */
class TopicTailTest {
    private static final String TOPIC = Topic.PAYMENT_REPLIES.topicName();
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    private static final Duration LOOKBACK = Duration.ofMinutes(15);

    private final Deque<ScriptedConsumer> scripted = new ArrayDeque<>();
    private final List<ScriptedConsumer> opened = new CopyOnWriteArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final AtomicReference<TopicTail> running = new AtomicReference<>();

    @AfterEach
    void stop() {
        if (running.get() != null) {
            running.get().stop();
        }
    }

    @Test
    void beginsWhereTheLookBackSaysAndIsReadyAtTheEnd() {
        ScriptedConsumer consumer = consumer(Map.of(P0, 10L, P1, 5L), Map.of(P0, 7L));
        TopicTail tail = start(LOOKBACK);
        // Until the tail has assigned them, the consumer throws.
        await().ignoreExceptionsInstanceOf(IllegalArgumentException.class)
                .until(() -> consumer.position(P0) == 7 && consumer.position(P1) == 5);
        assertThat(tail.health().getStatus()).isEqualTo(Status.DOWN);

        for (long offset = 7; offset < 10; offset++) {
            consumer.give(P0, offset);
        }

        await().until(tail::caughtUp);
        assertThat(handled).containsExactly("0:7", "0:8", "0:9");
        assertThat(tail.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void beginsAtTheEndWithoutALookBack() {
        ScriptedConsumer consumer = consumer(Map.of(P0, 10L), Map.of(P0, 2L));

        TopicTail tail = start(null);

        await().until(tail::caughtUp);
        assertThat(consumer.position(P0)).isEqualTo(10);
    }

    @Test
    void goesOnWhereItWasAfterAnError() {
        ScriptedConsumer first = consumer(Map.of(P0, 10L), Map.of(P0, 7L));
        ScriptedConsumer second = consumer(Map.of(P0, 30L), Map.of(P0, 0L));
        TopicTail tail = start(LOOKBACK);
        await().until(() -> opened.size() == 1);
        first.give(P0, 7);
        await().until(() -> handled.size() == 1);

        first.fail();

        await().until(() -> opened.size() == 2 && second.assignment().contains(P0));
        await().until(() -> second.position(P0) == 8);
        assertThat(first.closed()).isTrue();
        assertThat(tail.caughtUp()).isFalse();
    }

    @Test
    void doesNotForgetTheLookBackWhenItsFirstAttemptFails() {
        ScriptedConsumer first = consumer(Map.of(P0, 10L), Map.of(P0, 7L));
        first.timesFail = true;
        ScriptedConsumer second = consumer(Map.of(P0, 10L), Map.of(P0, 7L));

        start(LOOKBACK);

        await().until(() -> opened.size() == 2 && second.assignment().contains(P0));
        await().until(() -> second.position(P0) == 7);
    }

    @Test
    void waitsForATopicThatIsNotThereYet() {
        consumer(Map.of(), Map.of());
        consumer(Map.of(P0, 0L), Map.of());

        TopicTail tail = start(LOOKBACK);

        await().until(tail::caughtUp);
        assertThat(opened).hasSize(2);
    }

    @Test
    void skipsARecordThatCannotBeHandled() {
        ScriptedConsumer consumer = consumer(Map.of(P0, 10L), Map.of(P0, 7L));
        TopicTail tail = start(LOOKBACK);
        await().until(() -> opened.size() == 1);

        consumer.give(P0, 7, "fail");
        consumer.give(P0, 8);
        consumer.give(P0, 9);

        await().until(tail::caughtUp);
        assertThat(handled).containsExactly("0:8", "0:9");
    }

    @Test
    void readsAPartitionThatWasAddedFromItsBeginning() {
        ScriptedConsumer consumer = new ScriptedConsumer(Map.of(P0, 10L), Map.of());
        TailPositions positions = new TailPositions(TOPIC, LOOKBACK, Clock.systemUTC());
        positions.assign(consumer);
        consumer.has(Map.of(P0, 10L, P1, 4L));

        positions.assignAdded(consumer);

        assertThat(consumer.position(P0)).isEqualTo(10);
        assertThat(consumer.position(P1)).isZero();
    }

    @Test
    void keepsWhatItHasWhenPartitionsCannotBeChecked() {
        ScriptedConsumer consumer = new ScriptedConsumer(Map.of(P0, 10L), Map.of());
        TailPositions positions = new TailPositions(TOPIC, LOOKBACK, Clock.systemUTC());
        positions.assign(consumer);
        consumer.partitionsFail = true;

        positions.assignAdded(consumer);

        assertThat(consumer.assignment()).containsExactly(P0);
    }

    private ScriptedConsumer consumer(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> back) {
        ScriptedConsumer consumer = new ScriptedConsumer(ends, back);
        scripted.add(consumer);
        return consumer;
    }

    private TopicTail start(Duration lookback) {
        ConsumerFactory<?, ?> factory = mock();
        doAnswerWithNext(factory);
        KafkaSettings settings = new KafkaSettings(
                List.of("localhost:1"),
                Duration.ofSeconds(5),
                Duration.ZERO,
                1,
                DataSize.ofMegabytes(32),
                Duration.ofSeconds(5),
                Duration.ofMillis(10));
        TopicTail tail =
                new TopicTail(Topic.PAYMENT_REPLIES, lookback, factory, settings, Clock.systemUTC(), record -> {
                    if ("fail".equals(record.key())) {
                        throw new IllegalArgumentException("not a reply");
                    }
                    handled.add(record.partition() + ":" + record.offset());
                });
        running.set(tail);
        tail.start();
        return tail;
    }

    private void doAnswerWithNext(ConsumerFactory<?, ?> factory) {
        doAnswer(call -> {
                    ScriptedConsumer consumer = scripted.size() > 1 ? scripted.poll() : scripted.peek();
                    opened.add(consumer);
                    return consumer;
                })
                .when(factory)
                .createConsumer(any(), any(), any(), any());
    }

    private static final class ScriptedConsumer extends MockConsumer<String, byte[]> {
        private final Map<TopicPartition, Long> back;
        private boolean timesFail;
        private boolean partitionsFail;

        ScriptedConsumer(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> back) {
            super("earliest");
            this.back = back;
            has(ends);
        }

        void has(Map<TopicPartition, Long> ends) {
            updateEndOffsets(ends);
            updateBeginningOffsets(ends.keySet().stream()
                    .collect(java.util.stream.Collectors.toMap(partition -> partition, partition -> 0L)));
            updatePartitions(
                    TOPIC,
                    ends.keySet().stream()
                            .map(partition -> new PartitionInfo(
                                    TOPIC, partition.partition(), Node.noNode(), new Node[0], new Node[0]))
                            .toList());
        }

        void give(TopicPartition partition, long offset) {
            give(partition, offset, "key");
        }

        void give(TopicPartition partition, long offset, String key) {
            schedulePollTask(
                    () -> addRecord(new ConsumerRecord<>(TOPIC, partition.partition(), offset, key, new byte[0])));
        }

        void fail() {
            schedulePollTask(() -> setPollException(new KafkaException("scripted")));
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            if (partitionsFail) {
                throw new org.apache.kafka.common.errors.TimeoutException("scripted");
            }
            List<PartitionInfo> partitions = super.partitionsFor(topic);
            return partitions == null ? List.of() : partitions;
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            if (timesFail) {
                throw new KafkaException("scripted");
            }
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> found.put(
                    partition, back.containsKey(partition) ? new OffsetAndTimestamp(back.get(partition), time) : null));
            return found;
        }
    }
}
