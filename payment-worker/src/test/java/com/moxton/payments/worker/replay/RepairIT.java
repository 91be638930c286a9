package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventRecord;
import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.consume.EventSettlement;
import com.moxton.payments.worker.consume.StripeEvent;
import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.consume.StripeEventReader;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;

/**
 * A worker with a bug takes 500 events in; mended, it repairs the rows by audit, dry run and forced replay alone. The bug:
 * declined payments are read as canceled, money that arrived as none, and {@code processing} is ignored.
 */
class RepairIT extends ReplayIT {

    @Autowired
    @Qualifier("eventConsumer")
    private SmartLifecycle consumer;

    @Autowired
    private EventSettlement settlement;

    @Test
    void whatABugHasDoneIsFoundShownAndRepaired() {
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; events.size() < 500; n++) {
            StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
            order(birth.orderId(), "49.99");
            events.add(birth);
            events.add(birth.declined(3, "card_declined"));
            events.add(birth.then(5, "processing", "processing"));
            if (n % 3 == 1) {
                events.add(birth.succeeded(8));
            } else if (n % 3 == 2) {
                events.add(birth.then(9, "canceled", "canceled"));
            }
        }
        consumer.stop();
        publish(events);
        takeInWithBug(events);
        consumer.start();
        assertThat(statusesOf(events)).as("no payment is processing").doesNotContain("processing");

        ReplayFilter filter = ordersOf(events);
        ReplayJob found = completed(replays.startAudit(filter, "something is wrong", ANN));
        int orders = filter.orders() == null ? 0 : filter.orders().size();
        assertThat(differing(found, "payment")).as("two of three").hasSizeGreaterThanOrEqualTo(orders * 2 / 3 - 1);
        assertThat(columns(found)).contains("status", "amount_received", "paid_at");

        var before = rowsOf(events);
        ReplayJob dryRun = completed(replays.start(wish("dry-run", filter, true), ANN));
        assertThat(rowsOf(events)).isEqualTo(before);
        ReplayJob run = completed(replays.start(runOf(dryRun), ANN));

        assertThat(Set.copyOf(diffs(dryRun))).isEqualTo(Set.copyOf(TableRows.diff(before, rowsOf(events))));
        assertThat(outcomes(run)).isEqualTo(outcomes(dryRun));
        ReplayJob after = completed(replays.startAudit(filter, "is it right now?", ANN));
        assertThat(diffs(after)).isEmpty();
        assertThat(after.result()).containsEntry("comparedOrders", orders);
        for (StripeEventFixture event : events) {
            assertThat(outcome(event)).isIn("applied", "superseded");
        }
        assertRight(events);
        assertThat(rows(
                        "SELECT * FROM payment_history WHERE cause = 'replay.force' AND cause_id LIKE ?",
                        run.id() + ":%"))
                .as("history says so")
                .hasSizeGreaterThanOrEqualTo(orders * 2 / 3);

        // Once more: there is nothing left to do.
        long entries = historyOf(events);
        completed(replays.start(wish("run", filter, true), ANN));
        assertThat(historyOf(events)).isEqualTo(entries);
    }

    private long historyOf(List<StripeEventFixture> events) {
        return events.stream()
                .map(StripeEventFixture::paymentId)
                .distinct()
                .mapToLong(id -> rows("SELECT 1 FROM payment_history WHERE payment_id = ?", id)
                        .size())
                .sum();
    }

    private void assertRight(List<StripeEventFixture> events) {
        Map<String, StripeEventFixture> last = new HashMap<>();
        events.forEach(event -> last.put(event.orderId(), event));
        last.values().forEach(event -> {
            assertThat(payment(event)).containsEntry("status", event.status());
            assertThat(orderOf(event))
                    .containsEntry(
                            "status",
                            switch (event.status()) {
                                case "succeeded" -> "paid";
                                case "canceled" -> "canceled";
                                default -> "pending";
                            });
        });
    }

    private List<String> statusesOf(List<StripeEventFixture> events) {
        return events.stream()
                .map(event -> String.valueOf(payment(event).get("status")))
                .distinct()
                .toList();
    }

    private List<RowDiff> differing(ReplayJob job, String entity) {
        return diffs(job).stream().filter(diff -> diff.entity().equals(entity)).toList();
    }

    private Set<String> columns(ReplayJob job) {
        return diffs(job).stream()
                .flatMap(diff -> diff.columns().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** As the consumer does, with a reader that is wrong; then the group's offsets are where the consumer would have them. */
    private void takeInWithBug(List<StripeEventFixture> events) {
        // The log is shared: other tests have left records in it, some of them malformed on purpose.
        Set<String> intents = events.stream().map(StripeEventFixture::intentId).collect(Collectors.toSet());
        StripeEventReader reader = new StripeEventReader();
        List<EventRecord> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : read(Topic.STRIPE_EVENTS, any -> true)) {
            ends.merge(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1),
                    (one, other) -> one.offset() > other.offset() ? one : other);
            if (intents.contains(record.key())) {
                records.add(EventRecord.of(
                        new ConsumerRecord<>(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.key().getBytes(StandardCharsets.UTF_8),
                                record.value()),
                        misread(reader.read(record.value()))));
            }
        }
        for (int from = 0; from < records.size(); from += 100) {
            settlement.settle(records.subList(from, Math.min(records.size(), from + 100)));
        }
        try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
            get(admin.alterConsumerGroupOffsets(EventSettings.GROUP, ends).all());
        }
    }

    private static StripeEvent misread(StripeEvent event) {
        return new StripeEvent(
                event.id(),
                event.type(),
                event.created(),
                event.livemode(),
                event.account(),
                event.intentId(),
                misread(event.observation()));
    }

    private static @Nullable Observation misread(@Nullable Observation seen) {
        if (seen == null || seen.cause().endsWith(".processing")) {
            return null;
        }
        IntentSnapshot intent = seen.intent();
        return new Observation(
                seen.id(),
                seen.account(),
                seen.cause(),
                seen.at(),
                seen.birth(),
                new IntentSnapshot(
                        intent.intentId(),
                        seen.cause().endsWith(".payment_failed") ? PaymentStatus.CANCELED : intent.status(),
                        intent.amount(),
                        BigDecimal.ZERO,
                        null,
                        intent.metadata(),
                        intent.createdAt()));
    }
}
