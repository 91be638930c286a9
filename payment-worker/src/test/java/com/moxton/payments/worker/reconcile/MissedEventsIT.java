package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.reconcile.BackfillCursor.State;
import com.moxton.payments.worker.stripe.StripeEventLogs;
import com.stripe.exception.StripeException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Ingress is off, Stripe has given its webhooks up: what the backfill makes of it. */
class MissedEventsIT extends ReconcileIT {

    @Autowired
    private BackfillRuns runs;

    private BackfillCursor cursor;

    @Autowired
    private StripeEventLogs stripe;

    @Autowired
    void cursorOf(Backfills backfills) {
        cursor = backfills.each().getFirst().cursor();
    }

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private BackfillSettings settings;

    /** LOG_IS_THE_TRUTH */
    @Test
    void leavesEveryRowAsIfTheWebhooksHadCome() throws StripeException {
        List<String> orders = aBusyHour();
        List<StripeEvent> events = SHOP.events();

        assertThat(runNow().rescued()).isPositive();
        awaitProcessed(events);
        List<List<Map<String, Object>>> rescued = allRows(orders);
        List<List<Map<String, Object>>> steps = allSteps(orders);

        forgetEverything(orders);
        publishAsWebhooksWould(shuffled(events));
        awaitProcessed(events);
        assertThat(rescued).isEqualTo(allRows(orders));

        forgetEverything(orders);
        publishAsWebhooksWould(events);
        awaitProcessed(events);
        assertThat(rescued).isEqualTo(allRows(orders));
        assertThat(steps).isEqualTo(allSteps(orders));

        assertThat(orders)
                .extracting(this::orderStatus)
                .containsExactly("paid", "payment_failed", "paid", "pending", "paid", "canceled", "pending");
    }

    /** Ingress was off for a while, and not all the time: what came and what was missed lie in between each other. */
    @Test
    void fillsTheGapsBetweenTheWebhooksThatCame() throws StripeException {
        List<String> orders = aBusyHour();
        List<StripeEvent> events = SHOP.events();
        List<StripeEvent> came = shuffled(events).subList(0, events.size() / 2);
        publishAsWebhooksWould(came);
        awaitProcessed(came);

        assertThat(runNow().rescued()).isPositive();
        awaitProcessed(events);
        List<List<Map<String, Object>>> rescued = allRows(orders);

        forgetEverything(orders);
        publishAsWebhooksWould(events);
        awaitProcessed(events);
        assertThat(rescued).isEqualTo(allRows(orders));
    }

    @Test
    void rescuesNothingTheSecondTime() throws StripeException {
        String order = newOrder();
        SHOP.pay(SHOP.intent(order, 4999), "pm_card_visa");
        runNow();
        awaitProcessed(SHOP.events());

        BackfillReport second = runNow();

        assertThat(second.rescued()).isZero();
        assertThat(second.seen()).as("the overlap").isPositive();
        assertThat(orderStatus(order)).isEqualTo("paid");
    }

    /** COMMITTED_MEANS_DONE, ONE_EFFECT_PER_EVENT */
    @Test
    void repeatsHarmlesslyAfterACrashBeforeTheCursorMoved() throws StripeException {
        String order = newOrder();
        String intent = SHOP.intent(order, 4999);
        SHOP.pay(intent, "pm_card_visa");
        List<StripeEvent> events = eventsOf(intent);
        Instant before = cursor.read().coveredUntil();
        List<String> published = new ArrayList<>();

        assertThatExceptionOfType(Crash.class).isThrownBy(() -> run(new CrashingCursor(cursor), published));
        assertThat(cursor.read().coveredUntil()).isEqualTo(before);
        // Sooner than the consumer: nothing is known yet.
        run(cursor, published);

        assertThat(published).containsAll(events.stream().map(StripeEvent::id).toList());
        assertThat(Collections.frequency(published, events.getFirst().id())).isEqualTo(2);
        awaitProcessed(events);
        awaiting().untilAsserted(() -> assertThat(orderStatus(order)).isEqualTo("paid"));
        assertThat(rows("SELECT to_status FROM payment_history WHERE stripe_intent_id = ? ORDER BY version", intent))
                .extracting(row -> row.get("to_status"))
                .containsExactly("requires_payment_method", "succeeded");
        assertThat(runNow().rescued()).isZero();
    }

    @Test
    void letsOneInstanceRunAtATime() throws Exception {
        SHOP.stripe().knobs().latency(Duration.ofSeconds(2));
        Instant before = Optional.ofNullable(cursor.read().lastRunAt()).orElse(Instant.EPOCH);

        CompletableFuture<Optional<BackfillReport>> here = CompletableFuture.supplyAsync(() -> runs.runNow(null));
        awaiting().until(() -> {
            Instant began = cursor.read().lastRunAt();
            return began != null && began.isAfter(before);
        });

        assertThat(runs.runNow(null)).isEmpty();
        assertThat(here.get()).isPresent();
    }

    @Test
    void losesNothingWhenStripeIsDown() throws StripeException {
        String order = newOrder();
        SHOP.pay(SHOP.intent(order, 4999), "pm_card_visa");
        SHOP.stripe().knobs().errors(503, 1);
        Instant before = cursor.read().coveredUntil();

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::runNow);
        assertThat(cursor.read().coveredUntil()).isEqualTo(before);

        SHOP.stripe().knobs().reset();
        runNow();
        awaiting().untilAsserted(() -> assertThat(orderStatus(order)).isEqualTo("paid"));
    }

    /** One of every kind: paid, declined, declined and then paid, to be authenticated, authenticated, canceled, begun. */
    private List<String> aBusyHour() throws StripeException {
        List<String> orders = new ArrayList<>();
        List<String> intents = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            orders.add(newOrder());
            intents.add(SHOP.intent(orders.getLast(), 4999));
        }
        SHOP.pay(intents.get(0), "pm_card_visa");
        SHOP.pay(intents.get(1), "pm_card_chargeDeclined");
        SHOP.pay(intents.get(2), "pm_card_chargeDeclinedInsufficientFunds");
        SHOP.pay(intents.get(2), "pm_card_visa");
        SHOP.pay(intents.get(3), "pm_card_authenticationRequired");
        SHOP.pay(intents.get(4), "pm_card_authenticationRequired");
        SHOP.authenticate(intents.get(4));
        SHOP.cancel(intents.get(5));
        return orders;
    }

    private void publishAsWebhooksWould(List<StripeEvent> events) {
        publisher.publish(events.stream()
                .map(event -> event.json().getBytes(StandardCharsets.UTF_8))
                .map(body ->
                        StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK))
                .toList());
    }

    private static List<StripeEvent> shuffled(List<StripeEvent> events) {
        List<StripeEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    /** All columns but those that tell by which way, and when, we came to know. */
    private List<List<Map<String, Object>>> allRows(List<String> orders) {
        String in = "order_id IN ('" + String.join("', '", orders) + "')";
        return List.of(
                rows("SELECT * FROM payments WHERE " + in + " ORDER BY order_id").stream()
                        .map(row -> without(row, "version"))
                        .toList(),
                rows("SELECT id, status, paid_at, review_reason, total_amount, currency FROM orders WHERE "
                        + in.replace("order_id", "id") + " ORDER BY id"),
                rows("SELECT event_id, type, intent_id, event_created, livemode, account FROM processed_events"
                        + " WHERE intent_id IN (SELECT stripe_intent_id FROM payments WHERE " + in
                        + ") ORDER BY event_id"));
    }

    /** Events of one order that come in their order are seen step by step: then history and versions are the same too. */
    private List<List<Map<String, Object>>> allSteps(List<String> orders) {
        String in = "IN ('" + String.join("', '", orders) + "')";
        return List.of(
                rows("SELECT id, version FROM payments WHERE order_id " + in + " ORDER BY order_id"),
                rows("SELECT id, version FROM orders WHERE id " + in + " ORDER BY id"),
                rows("SELECT payment_id, version, order_id, stripe_intent_id, from_status, to_status, order_status,"
                        + " error_code, error_decline_code, error_message, amount, currency, cause, cause_id, observed_at"
                        + " FROM payment_history WHERE order_id " + in + " ORDER BY payment_id, version"));
    }

    private static Map<String, Object> without(Map<String, Object> row, String column) {
        row.remove(column);
        return row;
    }

    private void forgetEverything(List<String> orders) {
        execute("DELETE FROM payments");
        execute("DELETE FROM payment_history");
        execute("DELETE FROM processed_events");
        orders.forEach(order -> execute(
                "UPDATE orders SET status = 'pending', paid_at = NULL, review_reason = NULL, version = 0 WHERE id = ?",
                order));
    }

    private BackfillReport runNow() {
        return runs.runNow(null).orElseThrow();
    }

    private void run(BackfillCursor its, List<String> published) {
        new Backfill(
                        null,
                        stripe,
                        new MemoryEvents(),
                        its,
                        records -> {
                            publisher.publish(records);
                            records.forEach(record -> published.add(id(record)));
                        },
                        settings,
                        Clock.systemUTC())
                .run(null, new BackfillProgress());
    }

    private static String id(ProducerRecord<String, byte[]> record) {
        return StripeEventHead.parse(record.value()).id();
    }

    private static final class Crash extends RuntimeException {}

    /** All is published, and then the lights go out. */
    private record CrashingCursor(BackfillCursor cursor) implements BackfillCursor {
        @Override
        public State read() {
            return cursor.read();
        }

        @Override
        public void begin(Instant at) {
            cursor.begin(at);
        }

        @Override
        public boolean advance(@Nullable Instant expected, Instant to) {
            throw new Crash();
        }

        @Override
        public void complete(Instant at, long seen, long rescued) {
            throw new Crash();
        }
    }
}
