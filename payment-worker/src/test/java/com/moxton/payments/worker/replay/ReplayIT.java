package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.replay.Replays.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What tests of replays have in common. */
@TestPropertySource(
        properties = {
            "payments.replay.check-interval=100ms",
            "payments.replay.batch-size=40",
            // Fewer than the tests publish, so that the log is read in slices.
            "payments.replay.most-held=100",
            // Nobody else is to write while tables are compared.
            "payments.reconcile.backfill.enabled=false",
            "payments.reconcile.stale.enabled=false"
        })
abstract class ReplayIT extends EventIT {

    static final Operator ANN = new Operator("ann");

    @Autowired
    Replays replays;

    @Autowired
    TableRows rows;

    @Autowired
    JobRunner runner;

    /** Orders that are paid, declined, canceled, paid in vain, in turn; and the events that made them so. */
    List<StripeEventFixture> stories(int orders) {
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; n < orders; n++) {
            StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
            order(birth.orderId(), n % 5 == 4 ? "50.00" : "49.99");
            events.add(birth);
            events.add(birth.declined(3, "card_declined"));
            switch (n % 4) {
                case 0, 1 -> events.add(birth.succeeded(8));
                case 2 -> events.add(birth.then(7, "processing", "processing"));
                default -> events.add(birth.then(9, "canceled", "canceled"));
            }
        }
        publish(events);
        awaitProcessed(events);
        return events;
    }

    static ReplayFilter ordersOf(Collection<StripeEventFixture> events) {
        return new ReplayFilter(
                null,
                null,
                null,
                events.stream().map(StripeEventFixture::orderId).distinct().toList(),
                null,
                null);
    }

    static Wish wish(String mode, ReplayFilter filter, boolean force) {
        return new Wish(mode, null, null, null, filter, null, force, 10_000, "a test", null);
    }

    static Wish runOf(ReplayJob dryRun) {
        return new Wish("run", null, null, null, null, null, null, 10_000, "as shown", dryRun.id());
    }

    ReplayJob completed(ReplayJob job) {
        return reached(job, JobState.COMPLETED);
    }

    ReplayJob reached(ReplayJob job, JobState state) {
        awaiting()
                .untilAsserted(() -> assertThat(replays.find(job.id()))
                        .extracting(ReplayJob::state)
                        .isEqualTo(state));
        return replays.find(job.id());
    }

    List<RowDiff> diffs(ReplayJob job) {
        List<RowDiff> all = new ArrayList<>();
        for (int offset = 0; ; offset += 50) {
            List<RowDiff> page = replays.diffs(job.id(), offset, 50);
            all.addAll(page);
            if (page.size() < 50) {
                return all;
            }
        }
    }

    Map<TableRows.Key, Map<String, @Nullable String>> rowsOf(Collection<StripeEventFixture> events) {
        return rows.of(events.stream().map(StripeEventFixture::orderId).collect(Collectors.toSet()));
    }

    /** All rows of all tables that hold what operations must not change on the side. */
    Map<String, List<String>> everything() {
        Map<String, List<String>> tables = new TreeMap<>();
        for (String table : List.of(
                "orders",
                "payments",
                "payment_history",
                "processed_events",
                "parked_events",
                "replayed_events",
                "payment_requests",
                "payment_refreshes",
                "rescued_events",
                "backfill_cursor")) {
            tables.put(
                    table,
                    rows("SELECT * FROM " + table).stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList());
        }
        return tables;
    }

    List<ConsumerRecord<String, byte[]>> publishedBy(ReplayJob job) {
        return read(
                Topic.STRIPE_EVENTS,
                record -> job.id().equals(RecordHeaders.text(record.headers(), HeaderNames.REPLAY_ID)));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Integer> outcomes(ReplayJob job) {
        Map<String, Integer> outcomes = new TreeMap<>();
        ((Map<String, Number>) job.result().getOrDefault("outcomes", Map.of()))
                .forEach((outcome, count) -> outcomes.put(outcome, count.intValue()));
        return outcomes;
    }
}
