package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.simulator.event.Delivery;
import com.moxton.payments.simulator.http.Calls.Call;
import com.moxton.payments.worker.request.WorkerBench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * LOG_IS_THE_TRUTH on a busy history: the whole worker, hundreds of orders in many currencies, every card, duplicates,
 * twins, shuffled webhooks, orphans. It happens once; each test reads one of the two topics again from where it began and
 * leaves the rows as it found them.
 *
 * <p>{@code -Dpayments.test.seed=…} has the same stories told again.
 */
@Timeout(600)
class BusyHistoryIT {

    private static final Logger log = LoggerFactory.getLogger(BusyHistoryIT.class);
    private static final long SEED = Long.getLong("payments.test.seed", new Random().nextLong());
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static WorkerBench bench;
    private static Edge edge;
    private static Admin admin;
    private static ConsumerGroup events;
    private static ConsumerGroup requests;
    private static Rows history;
    private static Map<String, String> eventsOfHistory;
    private static Set<String> canceledByStorefront;

    @BeforeAll
    static void liveThroughIt() throws Exception {
        bench = new WorkerBench();
        edge = new Edge(bench.bootstrapServers());
        admin = Admin.create(Map.of("bootstrap.servers", bench.bootstrapServers()));
        events = ConsumerGroup.of(admin, "payment-worker.events", Topic.STRIPE_EVENTS);
        requests = ConsumerGroup.of(admin, "payment-worker.requests", Topic.PAYMENT_REQUESTS);
        bench.stripe.deliverTo(edge.url(), "whsec_bench");
        bench.stripe.knobs().settleAfter(Duration.ofMillis(700));
        bench.stripe.knobs().webhooks().duplicates(0.3).twins(0.1).shuffleWithin(Duration.ofSeconds(2));

        long began = System.nanoTime();
        BusyHistory busy = new BusyHistory(bench, SEED);
        int stories;
        try (ConfigurableApplicationContext worker = start("1s,2s,4s,8s")) {
            stories = busy.live();
            awaitQuiet();
        }
        history = Rows.of(bench.sql);
        canceledByStorefront = busy.canceledByStorefront();
        eventsOfHistory = processed();
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("stories", stories)
                .addKeyValue("payments", history.payments().size())
                .addKeyValue("events", events.records())
                .addKeyValue("requests", requests.records())
                .addKeyValue("seconds", (System.nanoTime() - began) / 1_000_000_000)
                .log("busy history");
    }

    @AfterAll
    static void stop() {
        admin.close();
        edge.close();
        bench.close();
    }

    /** What follows is worth nothing if nothing of it happened. */
    @Test
    void wasBusy() throws Exception {
        assertThat(history.orders()).hasSizeGreaterThan(300);
        assertThat(history.orders().values())
                .extracting(row -> row.get("status"))
                .contains("pending", "paid", "payment_failed", "canceled", "review");
        assertThat(history.orders().values())
                .extracting(row -> row.get("review_reason"))
                .contains("amount_differs", "currency_differs", "paid_twice");
        assertThat(history.payments().values())
                .extracting(row -> row.get("status"))
                .contains("requires_payment_method", "requires_action", "succeeded", "canceled", "failed");
        assertThat(eventsOfHistory).containsValues("applied", "superseded", "ignored", "foreign", "adopted");
        assertThat(events.records())
                .as("duplicates and orphans beside the events that count")
                .isGreaterThan(eventsOfHistory.size() + 100);
    }

    @Test
    void LOG_IS_THE_TRUTH_underOrdersAsTheStorefrontLeftThem() {
        bench.sql.update("""
                UPDATE orders
                SET status = 'pending', review_reason = NULL, paid_at = NULL, version = 0, updated_at = created_at
                """);
        canceledByStorefront.forEach(
                order -> bench.sql.update("UPDATE orders SET status = 'canceled' WHERE id = ?", order));

        readEventsAgain();
    }

    /** The worker's own marks on the orders are no hindrance. */
    @Test
    void LOG_IS_THE_TRUTH_underOrdersAsTheWorkerLeftThem() {
        readEventsAgain();
    }

    private static void readEventsAgain() {
        // With no event left unsettled there is nothing parked, so it isn't emptied.
        assertThat(count("SELECT COUNT(*) FROM parked_events")).isZero();
        List.of("payments", "payment_history", "processed_events")
                .forEach(table -> bench.sql.update("DELETE FROM " + table));
        events.reset();
        try (ConfigurableApplicationContext worker = start("100ms,200ms")) {
            awaitQuiet();
        }

        Rows rebuilt = Rows.of(bench.sql);
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("payments", rebuilt.payments().size())
                .addKeyValue("comparedInFull", history.knownToStripe().comparedInFull(rebuilt))
                .log("rebuilt from the log");
        assertThat(history.knownToStripe().differences(rebuilt))
                .as("seed %d", SEED)
                .isEmpty();
        assertThat(processed().keySet()).as("seed %d", SEED).isEqualTo(eventsOfHistory.keySet());
        assertThat(count("""
                SELECT COUNT(*)
                FROM payments p
                WHERE version <> (SELECT COUNT(*) FROM payment_history h WHERE h.payment_id = p.id)
                   OR NOT EXISTS (SELECT 1 FROM payment_history h
                                  WHERE h.payment_id = p.id AND h.version = p.version AND h.to_status = p.status)
                """))
                .as("payments whose history doesn't lead to where they are")
                .isZero();
    }

    /** ONE_INTENT_PER_ORDER */
    @Test
    void readingTheRequestsAgainCallsNobody() {
        Rows before = Rows.of(bench.sql);
        List<Map<String, Object>> journal = journal();
        Map<String, Integer> calls = bench.stripe.calls().counts();

        readRequestsAgain();

        assertThat(bench.stripe.calls().counts()).as("seed %d", SEED).isEqualTo(calls);
        assertThat(Rows.of(bench.sql)).as("seed %d", SEED).isEqualTo(before);
        assertThat(journal()).isEqualTo(journal);
    }

    /**
     * ONE_INTENT_PER_ORDER: should the journal of requests be lost, Stripe is called again, under the keys of the first
     * time.
     */
    @Test
    void readingTheRequestsAgainWithoutTheirJournalMakesNoIntentAndTakesNoMoney() {
        Rows before = Rows.of(bench.sql).knownToStripe();
        int intents = bench.stripe.intents().size();
        List<Call> calls = bench.stripe.calls().latest();
        bench.sql.update("CREATE TABLE journal AS SELECT * FROM payment_requests");
        bench.sql.update("DELETE FROM payment_requests");

        readRequestsAgain();
        bench.sql.update("DELETE FROM payment_requests");
        bench.sql.update("INSERT INTO payment_requests SELECT * FROM journal");
        bench.sql.update("DROP TABLE journal");

        assertThat(bench.stripe.intents()).hasSize(intents);
        List<Call> since = new ArrayList<>(bench.stripe.calls().latest());
        since.removeAll(calls);
        assertThat(since)
                .filteredOn(call -> call.endpoint().startsWith("POST"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.replayed() || call.status() == 400)
                        .as("%s", call)
                        .isTrue());
        assertThat(before.differences(Rows.of(bench.sql).knownToStripe()))
                .as("seed %d", SEED)
                .isEmpty();
    }

    private static void readRequestsAgain() {
        requests.reset();
        try (ConfigurableApplicationContext worker = start("100ms,200ms")) {
            awaitQuiet();
        }
    }

    /** Without the schedules that would look for what is missing: nothing is to come to their help. */
    private static ConfigurableApplicationContext start(String parkingPauses) {
        return bench.start(
                "--payments.events.parking.pauses=" + parkingPauses,
                "--payments.events.parking.check-interval=100ms",
                "--payments.stripe.read-timeout=60s",
                "--payments.stripe.total-time=120s",
                "--payments.reconcile.backfill.enabled=false",
                "--payments.reconcile.stale.enabled=false");
    }

    /** Every webhook has arrived, both topics are read to their ends, no orphan waits and no doubt is left. */
    private static void awaitQuiet() {
        await().atMost(WorkerBench.PATIENCE)
                .during(SILENCE)
                .until(() -> bench.stripe.deliveries().stream()
                                .noneMatch(delivery -> delivery.state() == Delivery.State.PENDING)
                        && count("SELECT COUNT(*) FROM parked_events") == 0
                        && events.isDone()
                        && requests.isDone()
                        && count("SELECT COUNT(*) FROM payments WHERE refresh_needed") == 0);
    }

    private static Map<String, String> processed() {
        Map<String, String> outcomes = new HashMap<>();
        bench.sql
                .queryForList("SELECT event_id, outcome FROM processed_events")
                .forEach(row -> outcomes.put(String.valueOf(row.get("event_id")), String.valueOf(row.get("outcome"))));
        return outcomes;
    }

    private static List<Map<String, Object>> journal() {
        return bench.sql.queryForList(
                "SELECT request_id, outcome, payment_id, intent_id, finished_at FROM payment_requests ORDER BY request_id");
    }

    private static long count(String sql) {
        return Objects.requireNonNull(bench.sql.queryForObject(sql, Long.class));
    }
}
