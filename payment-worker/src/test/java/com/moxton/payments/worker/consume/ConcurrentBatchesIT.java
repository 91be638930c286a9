package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A rebalance at a bad moment, or a replay beside the live stream: the same events on several threads at once. */
class ConcurrentBatchesIT extends EventIT {

    private static final int THREADS = 4;

    @Autowired
    private EventSettlement settlement;

    @Test
    void ONE_EFFECT_PER_EVENT_theSameStreamTakenSeveralTimesAtOnce() throws Exception {
        List<StripeEventFixture> births = new ArrayList<>();
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
            order(birth.orderId(), "49.99");
            births.add(birth);
            events.addAll(List.of(
                    birth, birth.declined(1, "card_declined"), birth.declined(3, "expired_card"), birth.succeeded(5)));
        }
        Map<String, Integer> effects = new ConcurrentHashMap<>();
        List<Callable<Void>> streams = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            streams.add(() -> {
                take(events, number, effects);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (var stream : threads.invokeAll(streams)) {
                stream.get();
            }
        }

        assertThat(effects).hasSize(events.size());
        assertThat(effects.values()).as("each event was new once").containsOnly(1);
        assertThat(births).allSatisfy(birth -> {
            assertThat(orderOf(birth)).containsEntry("status", "paid");
            List<Map<String, Object>> history =
                    rows("SELECT * FROM payment_history WHERE payment_id = ? ORDER BY version", birth.paymentId());
            assertThat(history).extracting(row -> row.get("cause_id")).doesNotHaveDuplicates();
            assertThat(payment(birth)).containsEntry("version", (long) history.size());
        });
    }

    private void take(List<StripeEventFixture> events, int thread, Map<String, Integer> effects) {
        Random random = new Random(thread);
        StripeEventReader reader = new StripeEventReader();
        List<EventRecord> stream = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            stream.add(new EventRecord(
                    reader.read(events.get(i).json()),
                    new LogPosition("concurrent-" + thread, 0, i),
                    Instant.EPOCH,
                    null,
                    null));
        }
        Collections.shuffle(stream, random);
        for (int from = 0; from < stream.size(); from += 32) {
            settlement
                    .settle(stream.subList(from, Math.min(stream.size(), from + 32)))
                    .outcomes()
                    .keySet()
                    .forEach(id -> effects.merge(id, 1, Integer::sum));
        }
    }
}
