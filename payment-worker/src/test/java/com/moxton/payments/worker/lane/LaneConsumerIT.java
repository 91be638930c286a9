package com.moxton.payments.worker.lane;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.testing.RestartableKafka;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;

/** The lanes on a genuine broker. */
@Timeout(600)
class LaneConsumerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void aSlowRecordHoldsNoOtherKeyUp() throws Exception {
        try (LaneBench bench = new LaneBench(1)) {
            bench.send(0, "slow", "slow");
            IntStream.range(0, 400).forEach(i -> bench.send(0, "key-" + i, "quick-" + i));
            bench.send(0, "slow", "after");
            bench.start(this::slowlyIfSlow);

            await().atMost(PATIENCE).until(() -> handled.size() == 400);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(bench.committed(0))
                            .as("COMMITTED_MEANS_DONE: the slow record is not done")
                            .isZero());
            gate.countDown();

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 402);
            assertThat(handled).hasSize(402).endsWith("after");
        }
    }

    @Test
    void hundredsAreUnderWayAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        try (LaneBench bench = new LaneBench(3)) {
            IntStream.range(0, 400).forEach(i -> bench.send(i % 3, "key-" + i, "r"));
            bench.start(record -> {
                running.incrementAndGet();
                gate.await();
            });

            await().atMost(PATIENCE).until(() -> running.get() == 400);
            gate.countDown();
            await().atMost(PATIENCE).until(() -> bench.committed(0) + bench.committed(1) + bench.committed(2) == 400);
        }
    }

    @Test
    void keepsTheOrderOfEachKeyAndNeverRunsTwoOfOneKeyAtOnce() throws Exception {
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        Map<String, Integer> last = new ConcurrentHashMap<>();
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        try (LaneBench bench = new LaneBench(2)) {
            IntStream.range(0, 2_000).forEach(i -> bench.send(i % 40 % 2, "key-" + i % 40, String.valueOf(i)));
            bench.start(record -> {
                String key = text(record.key());
                int number = Integer.parseInt(text(record.value()));
                if (running.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet() > 1) {
                    faults.add("two of " + key);
                }
                Integer before = last.put(key, number);
                if (before != null && before >= number) {
                    faults.add(before + " before " + number);
                }
                TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(3_000));
                running.get(key).decrementAndGet();
                handled.add(text(record.value()));
            });

            await().atMost(PATIENCE).until(() -> handled.size() == 2_000);
            assertThat(faults).isEmpty();
        }
    }

    /** A successor knows from the commit's metadata what lies done above the committed offset. */
    @Test
    void aRestartAfterACrashSkipsWhatIsDone() throws Exception {
        try (LaneBench bench = new LaneBench(1)) {
            bench.send(0, "slow", "slow");
            IntStream.range(0, 300).forEach(i -> bench.send(0, "key-" + i, "quick-" + i));
            LaneConsumer crashing =
                    bench.start(this::slowlyIfSlow, bench.settings(500, Duration.ZERO), LaneConsumerIT::withoutGoodbye);
            await().atMost(PATIENCE).until(() -> handled.size() == 300);
            await().atMost(PATIENCE)
                    .until(() -> bench.committed().values().stream()
                            .anyMatch(commit ->
                                    DoneBitmap.read(0, commit.metadata()).cardinality() == 300));
            crashing.stop();

            Queue<String> again = new ConcurrentLinkedQueue<>();
            bench.start(record -> again.add(text(record.value())));

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 301);
            assertThat(again).containsExactly("slow");
        }
    }

    @Test
    void aGracefulStopFinishesWhatRunsAndDropsWhatWaits() throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (LaneBench bench = new LaneBench(1)) {
            IntStream.range(0, 50).forEach(i -> bench.send(0, "a", "a-" + i));
            IntStream.range(0, 50).forEach(i -> bench.send(0, "b", "b-" + i));
            LaneConsumer lanes = bench.start(record -> {
                started.incrementAndGet();
                gate.await();
                handled.add(text(record.value()));
            });
            await().atMost(PATIENCE).until(() -> started.get() == 2);
            Thread stopping = Thread.ofVirtual().start(lanes::stop);
            await().during(Duration.ofMillis(300)).until(() -> handled.isEmpty());
            gate.countDown();
            stopping.join();
            assertThat(handled).containsExactlyInAnyOrder("a-0", "b-0");

            bench.start(record -> handled.add(text(record.value())));

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 100);
            assertThat(handled).as("nothing lost, nothing twice").hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void instancesThatComeAndGoLoseNothingAndRepeatNothing() throws Exception {
        try (LaneBench bench = new LaneBench(6)) {
            RecordHandler handler = record -> {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(20));
                handled.add(text(record.value()));
            };
            LaneConsumer first = bench.start(handler);
            send(bench, 0, 1_500);
            await().atMost(PATIENCE).until(() -> handled.size() > 300);
            LaneConsumer second = bench.start(handler);
            send(bench, 1_500, 3_000);
            await().atMost(PATIENCE).until(() -> handled.size() > 2_000);
            first.stop();
            send(bench, 3_000, 4_000);

            await().atMost(PATIENCE)
                    .until(() ->
                            IntStream.range(0, 6).mapToLong(bench::committed).sum() == 4_000);
            assertThat(handled).hasSize(4_000).doesNotHaveDuplicates();
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    void aRecordThatMayHealHoldsUpItsOwnKeyOnly() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        try (LaneBench bench = new LaneBench(1)) {
            bench.send(0, "needs-database", "n-1");
            bench.send(0, "needs-database", "n-2");
            bench.send(0, "other", "o-1");
            bench.start(record -> {
                if (text(record.value()).equals("n-1") && away.get()) {
                    throw new DataAccessResourceFailureException("away");
                }
                handled.add(text(record.value()));
            });

            await().atMost(PATIENCE).until(() -> handled.contains("o-1"));
            await().during(Duration.ofMillis(500)).until(() -> handled.size() == 1);
            assertThat(bench.committed(0)).isLessThanOrEqualTo(0);
            away.set(false);

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 3);
            assertThat(handled).containsExactly("o-1", "n-1", "n-2");
            assertThat(bench.deadLetters()).isZero();
        }
    }

    /** NOTHING_DROPPED */
    @Test
    void whatCannotSucceedBecomesADeadLetterAndBlocksNothing() throws Exception {
        try (LaneBench bench = new LaneBench(1)) {
            bench.send(0, "a", "malformed");
            bench.send(0, "a", "defect");
            bench.send(0, "a", "fine");
            bench.start(record -> {
                switch (text(record.value())) {
                    case "malformed" -> throw new MalformedEventException("not JSON");
                    case "defect" -> throw new IllegalStateException("defect");
                    default -> handled.add(text(record.value()));
                }
            });

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 3);
            assertThat(handled).containsExactly("fine");
            assertThat(bench.deadLetters()).isEqualTo(2);
        }
    }

    @Test
    void pastTheLimitItPausesAndGoesOnLater() throws Exception {
        AtomicInteger started = new AtomicInteger();
        LaneStatus status = new LaneStatus(true, Clock.systemUTC());
        try (LaneBench bench = new LaneBench(1)) {
            IntStream.range(0, 1_000).forEach(i -> bench.send(0, "key-" + i, "r"));
            RecordHandler handler = record -> {
                started.incrementAndGet();
                gate.await();
            };
            LaneConsumer lanes = bench.unstarted(
                    handler, bench.settings(50, Duration.ofSeconds(5)), UnaryOperator.identity(), status);
            lanes.start();

            await().atMost(PATIENCE).until(() -> status.snapshot().paused() == 1);
            await().during(Duration.ofMillis(500))
                    .until(() -> started.get() <= 50 + LaneLoop.MAX_POLL_RECORDS
                            && status.health().getStatus().equals(Status.UP));
            gate.countDown();

            await().atMost(PATIENCE).until(() -> bench.committed(0) == 1_000);
            lanes.stop();
        }
    }

    @Test
    void aGapThatOutgrowsTheBitmapPausesItsOwnPartitionOnly() throws Exception {
        int many = DoneBitmap.REACH + 5_000;
        AtomicInteger inFirst = new AtomicInteger();
        AtomicInteger inSecond = new AtomicInteger();
        try (LaneBench bench = new LaneBench(2)) {
            bench.send(0, "slow", "slow");
            IntStream.range(1, many).forEach(i -> bench.send(0, "key-" + i, "r"));
            bench.flush();
            bench.start(record -> {
                if (text(record.key()).equals("slow")) {
                    gate.await();
                }
                (record.partition() == 0 ? inFirst : inSecond).incrementAndGet();
            });
            int reach = DoneBitmap.REACH - LaneLoop.MAX_POLL_RECORDS;
            await().atMost(PATIENCE).until(() -> inFirst.get() >= reach);
            IntStream.range(0, 500).forEach(i -> bench.send(1, "key-" + i, "r"));
            await().atMost(PATIENCE).until(() -> inSecond.get() == 500);
            assertThat(inFirst).hasValueLessThan(DoneBitmap.REACH);
            gate.countDown();

            await().atMost(PATIENCE).until(() -> bench.committed(0) == many && bench.committed(1) == 500);
        }
    }

    @Test
    void aLoopThatFailsIsStartedAgain() throws Exception {
        AtomicInteger consumers = new AtomicInteger();
        LaneStatus status = new LaneStatus(true, Clock.systemUTC());
        try (LaneBench bench = new LaneBench(1)) {
            LaneConsumer lanes = bench.unstarted(
                    record -> handled.add(text(record.value())),
                    bench.settings(500, Duration.ofSeconds(1)),
                    consumer -> consumers.incrementAndGet() == 1 ? failingAtItsTenthPoll(consumer) : consumer,
                    status);
            lanes.start();
            await().atMost(PATIENCE).until(() -> status.snapshot().restarts() == 1);
            bench.send(0, "a", "after");

            await().atMost(PATIENCE).until(() -> handled.contains("after"));
            assertThat(status.health().getStatus()).isEqualTo(Status.UP);
            lanes.stop();
        }
    }

    @Test
    void goesOnAfterTheBrokerWasAway() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start();
                LaneBench bench = new LaneBench(kafka.bootstrapServers(), 2)) {
            bench.start(record -> handled.add(text(record.value())));
            send(bench, 0, 50);
            await().atMost(PATIENCE).until(() -> handled.size() == 50);
            kafka.stop();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            kafka.restart();
            send(bench, 50, 100);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Set.copyOf(handled))
                            .isEqualTo(IntStream.range(0, 100)
                                    .mapToObj(String::valueOf)
                                    .collect(toSet())));
            await().atMost(PATIENCE).until(() -> bench.committed(0) + bench.committed(1) == 100);
        }
    }

    private static void send(LaneBench bench, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> bench.send(i % 30 % bench.partitions, "key-" + i % 30, String.valueOf(i)));
        bench.flush();
    }

    private void slowlyIfSlow(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        if (text(record.value()).equals("slow")) {
            gate.await();
        }
        handled.add(text(record.value()));
    }

    /** A process that is killed doesn't commit once more, and doesn't leave its group. */
    private static Consumer<byte[], byte[]> withoutGoodbye(Consumer<byte[], byte[]> consumer) {
        return around(consumer, "commitSync", () -> false);
    }

    private static Consumer<byte[], byte[]> failingAtItsTenthPoll(Consumer<byte[], byte[]> consumer) {
        AtomicInteger polls = new AtomicInteger();
        return around(consumer, "poll", () -> {
            if (polls.incrementAndGet() == 10) {
                throw new IllegalStateException("out of the blue");
            }
            return true;
        });
    }

    @SuppressWarnings("unchecked")
    private static Consumer<byte[], byte[]> around(
            Consumer<byte[], byte[]> consumer, String method, BooleanSupplier goesThrough) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                LaneConsumerIT.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && !goesThrough.getAsBoolean()) {
                        return null;
                    }
                    try {
                        return called.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
