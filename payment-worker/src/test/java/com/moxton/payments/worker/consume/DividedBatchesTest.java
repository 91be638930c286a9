package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DividedBatchesTest {

    private final List<List<ConsumerRecord<byte[], byte[]>>> taken = Collections.synchronizedList(new ArrayList<>());
    private @Nullable DividedBatches batches;

    @AfterEach
    void close() {
        if (batches != null) {
            batches.destroy();
        }
    }

    @Test
    void fewShareATransaction() {
        divided(500, 2, batch -> {}).take(records(100, offset -> "pi_" + offset));

        assertThat(taken).hasSize(1);
        assertThat(offsets(taken.getFirst()))
                .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
    }

    @Test
    void manyAreTakenInSeveralAtOnceAndThoseOfAKeyInTheirOrder() {
        CyclicBarrier bothAtWork = new CyclicBarrier(2);
        divided(500, 2, batch -> await(bothAtWork)).take(records(900, offset -> "pi_" + offset % 51));

        assertThat(taken).hasSize(2);
        assertThat(taken.stream().flatMap(part -> offsets(part).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 900).boxed().toList());
        assertThat(taken).allSatisfy(part -> {
            assertThat(part).hasSizeBetween(300, 500);
            assertThat(offsets(part)).isSorted();
        });
        Map<String, Long> partsOfKey = taken.stream()
                .flatMap(part -> part.stream().map(DividedBatchesTest::key).distinct())
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
        assertThat(partsOfKey.values()).as("parts that a key is in").containsOnly(1L);
    }

    @Test
    void noTransactionTakesMoreThanItMay() {
        divided(100, 2, batch -> {}).take(records(200, offset -> "pi_hot"));

        assertThat(taken).extracting(List::size).containsExactly(100, 100);
        assertThat(taken.stream().flatMap(part -> offsets(part).stream())).isSorted();
    }

    @Test
    void aRecordNeedsNoKey() {
        divided(500, 2, batch -> {}).take(records(1_000, offset -> null));

        assertThat(taken.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
    }

    @Test
    void COMMITTED_MEANS_DONE_throwsOnceAllPartsHaveEnded() {
        CyclicBarrier bothAtWork = new CyclicBarrier(2);
        IllegalStateException failure = new IllegalStateException("the database went away");
        DividedBatches failing = divided(500, 2, batch -> {
            await(bothAtWork);
            if (offsets(batch).contains(0L)) {
                throw failure;
            }
            pause();
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.take(records(1_000, offset -> "pi_" + offset % 50)))
                .isSameAs(failure);
        assertThat(taken).as("parts that ended well, the other one").hasSize(1);
    }

    private DividedBatches divided(int atMost, int atOnce, Consumer<List<ConsumerRecord<byte[], byte[]>>> processing) {
        batches = new DividedBatches(
                batch -> {
                    processing.accept(batch);
                    taken.add(List.copyOf(batch));
                },
                atMost,
                atOnce);
        return batches;
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(int count, LongFunction<@Nullable String> key) {
        return LongStream.range(0, count)
                .mapToObj(offset -> {
                    String text = key.apply(offset);
                    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
                    return new ConsumerRecord<>("stripe.events", 0, offset, bytes, new byte[0]);
                })
                .toList();
    }

    private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(ConsumerRecord::offset).toList();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("The other part is not at work", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
