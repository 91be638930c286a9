package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

    private static final TopicPartition P0 = new TopicPartition("stripe.events", 0);
    private static final TopicPartition P1 = new TopicPartition("stripe.events", 1);

    private static final Metric NO_HEARTBEAT_YET = new Metric() {
        @Override
        public MetricName metricName() {
            return new MetricName("last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of());
        }

        @Override
        public Object metricValue() {
            return -1.0;
        }
    };

    private final Deque<MockConsumer<byte[], byte[]>> consumers = new ArrayDeque<>();
    private final List<MockConsumer<byte[], byte[]>> made = new CopyOnWriteArrayList<>();
    private final List<List<String>> processed = new CopyOnWriteArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<EventLoop> loops = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        loops.forEach(EventLoop::stop);
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(loops).allSatisfy(loop -> assertThat(loop.state()).isEqualTo(EventLoop.State.STOPPED));
    }

    @Test
    void COMMITTED_MEANS_DONE_commitsBehindWhatIsProcessed() {
        MockConsumer<byte[], byte[]> consumer = consumer(P0, P1);
        consumer.schedulePollTask(() -> {
            add(consumer, P0, 0);
            add(consumer, P0, 1);
            add(consumer, P1, 0);
        });
        run();
        await().until(() -> committed(consumer, P0) == 2 && committed(consumer, P1) == 1);
        assertThat(processed).containsExactly(List.of("0@0", "0@1", "1@0"));
    }

    @Test
    void COMMITTED_MEANS_DONE_keepsTheBatchUntilItSucceeds() {
        failures.add(new IllegalStateException("database is away"));
        failures.add(new IllegalStateException("still"));
        MockConsumer<byte[], byte[]> consumer = consumer(P0);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        run();
        await().until(() -> committed(consumer, P0) == 1);
        assertThat(processed).containsExactly(List.of("0@0"), List.of("0@0"), List.of("0@0"));
        assertThat(consumer.paused()).as("resumed").isEmpty();
        assertThat(made).hasSize(1);
    }

    @Test
    void commitsNothingWhileProcessingFails() {
        for (int i = 0; i < 1000; i++) {
            failures.add(new IllegalStateException("database is away"));
        }
        MockConsumer<byte[], byte[]> consumer = consumer(P0);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        EventLoop loop = run();
        await().until(() -> processed.size() > 3);
        assertThat(loop.state()).isEqualTo(EventLoop.State.RETRYING);
        await("no further records meanwhile").until(() -> consumer.paused().equals(Set.of(P0)));
        assertThat(committed(consumer, P0)).isZero();
    }

    @Test
    void letsGoOfPartitionsThatMovedWhileItWaited() {
        AtomicInteger attempts = new AtomicInteger();
        MockConsumer<byte[], byte[]> consumer = consumer(P0, P1);
        consumer.schedulePollTask(() -> {
            add(consumer, P0, 0);
            add(consumer, P1, 0);
        });
        run(batch -> {
            if (attempts.incrementAndGet() == 1) {
                consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
                throw new IllegalStateException("database is away");
            }
        });
        await().until(() -> committed(consumer, P1) == 1);
        assertThat(processed).containsExactly(List.of("0@0", "1@0"), List.of("1@0"));
        assertThat(committed(consumer, P0)).isZero();
    }

    @Test
    void whatCameDuringABatchSharesTheNextOne() {
        MockConsumer<byte[], byte[]> consumer = consumer(P0);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        // Asked for ahead, and answered at the first record; the second is still at the broker.
        consumer.schedulePollTask(() -> add(consumer, P0, 1));
        consumer.schedulePollTask(() -> add(consumer, P0, 2));
        run();
        await().until(() -> committed(consumer, P0) == 3);
        assertThat(processed).containsExactly(List.of("0@0"), List.of("0@1", "0@2"));
    }

    @Test
    void letsGoOfPartitionsThatMovedWhileItAskedOnceMore() {
        MockConsumer<byte[], byte[]> consumer = consumer(P0, P1);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        consumer.schedulePollTask(() -> {
            add(consumer, P0, 1);
            add(consumer, P1, 0);
        });
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
        run();
        await().until(() -> committed(consumer, P1) == 1);
        assertThat(processed).containsExactly(List.of("0@0"), List.of("1@0"));
    }

    @Test
    void COMMITTED_MEANS_DONE_takesWhatComesAgainWithAPartitionThatWentAndCameBack() {
        MockConsumer<byte[], byte[]> consumer = consumer(P0);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        consumer.schedulePollTask(() -> add(consumer, P0, 1));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of());
            consumer.rebalance(List.of(P0));
            add(consumer, P0, 1);
        });
        run();
        await().until(() -> committed(consumer, P0) == 2);
        assertThat(processed).containsExactly(List.of("0@0"), List.of("0@1"));
    }

    @Test
    void replacesAConsumerThatFails() {
        MockConsumer<byte[], byte[]> broken = consumer(P0);
        broken.schedulePollTask(() -> {
            throw new KafkaException("not authorized");
        });
        MockConsumer<byte[], byte[]> next = consumer(P0);
        next.schedulePollTask(() -> add(next, P0, 0));
        run();
        await().until(() -> committed(next, P0) == 1);
        assertThat(broken.closed()).isTrue();
    }

    @Test
    void goesOnWhenTheGroupRebalancesDuringACommit() {
        AtomicInteger commits = new AtomicInteger();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitAsync(
                    Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
                if (commits.incrementAndGet() == 1) {
                    callback.onComplete(offsets, new CommitFailedException());
                } else {
                    super.commitAsync(offsets, callback);
                }
            }

            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                throw new CommitFailedException();
            }
        };
        prepare(consumer, P0);
        consumer.schedulePollTask(() -> add(consumer, P0, 0));
        run();
        await().until(() -> commits.get() == 1);
        consumer.schedulePollTask(() -> add(consumer, P0, 1));
        await().until(() -> committed(consumer, P0) == 2);
        assertThat(made).hasSize(1);
    }

    @Test
    void whatTheBrokerHasNotConfirmedIsCommittedBeforeAPartitionGoes() {
        List<Map<TopicPartition, OffsetAndMetadata>> waitedFor = new CopyOnWriteArrayList<>();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitAsync(
                    Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
                // No answer.
            }

            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                waitedFor.add(Map.copyOf(offsets));
            }
        };
        prepare(consumer, P0, P1);
        consumer.schedulePollTask(() -> {
            add(consumer, P0, 0);
            add(consumer, P1, 0);
        });
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1)));
        run();
        // The one that goes at once, the other one in the quiet moment after it.
        OffsetAndMetadata behindTheFirst = new OffsetAndMetadata(1);
        await().until(() -> waitedFor.equals(List.of(Map.of(P0, behindTheFirst), Map.of(P1, behindTheFirst))));
    }

    @Test
    void tellsWhatItIsAt() {
        MockConsumer<byte[], byte[]> consumer = consumer(P0, P1);
        consumer.schedulePollTask(() -> {});
        EventLoop loop = run();
        await().until(() -> loop.state() == EventLoop.State.CONSUMING && loop.partitions() == 2);
    }

    /** The first heartbeat is sent a second after the group was joined, and nobody is made to wait for it. */
    @Test
    void consumesFromItsAssignmentOnAndNotBefore() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized Map<MetricName, ? extends Metric> metrics() {
                return Map.of(NO_HEARTBEAT_YET.metricName(), NO_HEARTBEAT_YET);
            }
        };
        consumers.add(consumer);
        EventLoop loop = run();
        await().during(Duration.ofMillis(100)).until(() -> loop.state() == EventLoop.State.CONNECTING);
        prepare(consumer, P0);
        await().until(() -> loop.state() == EventLoop.State.CONSUMING);
        await().during(Duration.ofMillis(100)).until(() -> loop.state() == EventLoop.State.CONSUMING);
    }

    private MockConsumer<byte[], byte[]> consumer(TopicPartition... partitions) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        prepare(consumer, partitions);
        return consumer;
    }

    private void prepare(MockConsumer<byte[], byte[]> consumer, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
        }
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(partitions)));
        consumers.add(consumer);
    }

    private EventLoop run() {
        return run(batch -> {});
    }

    private EventLoop run(java.util.function.Consumer<List<ConsumerRecord<byte[], byte[]>>> also) {
        EventSettings settings = new EventSettings(
                true,
                500,
                1,
                null,
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                3,
                null,
                new EventSettings.Parking(List.of(Duration.ofSeconds(1)), Duration.ofSeconds(1)));
        EventLoop loop = new EventLoop(
                "loop",
                List.of(Topic.STRIPE_EVENTS.topicName()),
                this::next,
                batch -> {
                    processed.add(batch.stream()
                            .map(record -> record.partition() + "@" + record.offset())
                            .toList());
                    also.accept(batch);
                    RuntimeException failure = failures.poll();
                    if (failure != null) {
                        throw failure;
                    }
                },
                settings.backoff());
        loops.add(loop);
        threads.add(Thread.ofPlatform().start(loop));
        return loop;
    }

    private Consumer<byte[], byte[]> next() {
        MockConsumer<byte[], byte[]> consumer = consumers.size() > 1 ? consumers.poll() : consumers.element();
        made.add(consumer);
        return consumer;
    }

    private static void add(MockConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, new byte[0], new byte[] {(byte) offset}));
    }

    private static long committed(MockConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        if (consumer.closed()) {
            return 0;
        }
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? 0 : committed.offset();
    }
}
