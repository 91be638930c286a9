package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.ops.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 100,000 events in the log: how long a dry run and an audit of all of them take, and how much memory. By hand:
 * {@code -Dit.test=LargeLogIT -Dpayments.test.large=true}.
 */
@EnabledIfSystemProperty(named = "payments.test.large", matches = "true")
@TestPropertySource(
        properties = {
            "logging.level.com.moxton.payments.worker.consume=warn",
            "payments.reconcile.backfill.enabled=false",
            "payments.reconcile.stale.enabled=false"
        })
class LargeLogIT extends EventIT {

    private static final Logger log = LoggerFactory.getLogger(LargeLogIT.class);
    private static final int ORDERS = Integer.getInteger("payments.test.orders", 25_000);
    private static final int PIECE = 500;

    @Autowired
    private Replays replays;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void isReadInWellUnderAMinute() {
        long began = System.nanoTime();
        for (int from = 0; from < ORDERS; from += PIECE) {
            List<StripeEventFixture> events = new ArrayList<>();
            List<Object[]> orders = new ArrayList<>();
            for (int n = 0; n < PIECE; n++) {
                StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
                orders.add(new Object[] {birth.orderId()});
                events.addAll(List.of(
                        birth,
                        birth.declined(3, "card_declined"),
                        birth.then(5, "processing", "processing"),
                        birth.succeeded(8)));
            }
            transactions.executeWithoutResult(status -> jdbc.batchUpdate(
                    "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, 'user-1', 49.99, 'usd')",
                    orders));
            publishRecords(events.stream().map(LargeLogIT::asIngressDoes).toList());
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> count() >= 4L * ORDERS);
        tell("published and consumed", began, null);

        for (boolean force : new boolean[] {false, true}) {
            began = System.nanoTime();
            ReplayJob dryRun = completed(replays.start(
                    new Replays.Wish("dry-run", null, null, null, null, null, force, null, "large", null), ann()));
            tell("dry run, force=" + force, began, dryRun);
            assertThat(dryRun.matched()).isEqualTo(4L * ORDERS);
        }
        began = System.nanoTime();
        ReplayFilter one = new ReplayFilter(null, List.of("evt_none"), null, null, null, null);
        ReplayJob searched = completed(replays.start(
                new Replays.Wish("dry-run", null, null, null, one, null, true, null, "one event", null), ann()));
        tell("search for one event", began, searched);
        began = System.nanoTime();
        ReplayJob audit = completed(replays.startAudit(null, "large", ann()));
        tell("audit", began, audit);
        assertThat(audit.result()).containsEntry("comparedOrders", ORDERS);
    }

    private static ProducerRecord<String, byte[]> asIngressDoes(StripeEventFixture event) {
        return StripeEventRecord.of(
                StripeEventHead.parse(event.json()), event.json(), Instant.now(), EventSource.WEBHOOK);
    }

    private static Operator ann() {
        return new Operator("ann");
    }

    private long count() {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM processed_events", Long.class);
        return count == null ? 0 : count;
    }

    private ReplayJob completed(ReplayJob job) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> replays.find(job.id()).state() == JobState.COMPLETED);
        return replays.find(job.id());
    }

    private static void tell(String what, long began, @Nullable ReplayJob job) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        log.atInfo()
                .addKeyValue("seconds", (System.nanoTime() - began) / 1e9)
                .addKeyValue("heapMbAfter", (runtime.totalMemory() - runtime.freeMemory()) >> 20)
                .addKeyValue("result", job == null ? "" : job.result())
                .log(what);
    }
}
