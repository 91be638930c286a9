package com.moxton.payments.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * 100,000 processed events, 20,000 payments and 100,000 calls to Stripe in the tables: how long the console's pages take. By
 * hand: {@code -Dit.test=LargeTablesIT -Dpayments.test.large=true}.
 */
@EnabledIfSystemProperty(named = "payments.test.large", matches = "true")
class LargeTablesIT extends WorkerIT {

    private static final Logger log = LoggerFactory.getLogger(LargeTablesIT.class);
    private static final int TIMES = 40;
    /** A console is looked at for longer than the JVM takes to get going. */
    private static final int WARM_UP = 40;

    private static final Duration TARGET = Duration.ofMillis(300);
    private static final String DIGITS =
            "(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION "
                    + "SELECT 7 UNION SELECT 8 UNION SELECT 9)";
    private static final String NUMBERS = "(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM "
            + "%1$s a, %1$s b, %1$s c, %1$s e, %1$s f) numbers".formatted(DIGITS);

    @LocalServerPort
    private int port;

    @Test
    void areShownInWellUnderASecond() throws Exception {
        fill();
        Visitor visitor = Visitor.signedIn(port);
        Map<String, Long> p95 = new LinkedHashMap<>();
        for (String path : List.of(
                "/",
                "/payments",
                "/payments?status=succeeded",
                "/payments?status=canceled",
                "/payments?userId=large-user-7",
                "/payments?any=pi_large_777",
                "/payments?any=nobody",
                "/payments?before=0_x",
                "/payments/large-777",
                "/events",
                "/events?outcome=superseded",
                "/events?type=payment_intent.succeeded",
                "/events?type=payment_intent.succeeded&outcome=foreign",
                "/events?type=nothing",
                "/events?intentId=pi_large_777",
                "/events?from=2020-01-01&to=2020-01-02",
                "/events/evt_large_77777",
                "/reviews",
                "/audit",
                "/replays",
                "/dead-letters")) {
            p95.put(path, p95(visitor, path));
        }
        p95.forEach((path, millis) -> log.info("p95 {} ms {}", millis, path));
        assertThat(p95).allSatisfy((path, millis) -> assertThat(millis).isLessThan(TARGET.toMillis()));
    }

    private static long p95(Visitor visitor, String path) throws Exception {
        long[] nanos = new long[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long began = System.nanoTime();
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(200);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[TIMES * 95 / 100]).toMillis();
    }

    private void fill() {
        execute(
                "INSERT INTO orders (id, user_id, total_amount, currency, status, updated_at) SELECT CONCAT('large-', n), "
                        + "CONCAT('large-user-', n % 5000), 49.99, 'usd', IF(n % 200 = 0, 'review', 'paid'), "
                        + "NOW(6) - INTERVAL n SECOND FROM " + NUMBERS + " WHERE n < 20000");
        execute(
                "INSERT INTO payments (id, order_id, amount, status, stripe_intent_id, metadata, idempotency_key, version, "
                        + "created_at, updated_at) SELECT CONCAT('large-', n), CONCAT('large-', n), 49.99, "
                        + "IF(n % 1000 = 0, 'canceled', 'succeeded'), CONCAT('pi_large_', n), '{}', CONCAT('large-', n), 1, "
                        + "NOW(6) - INTERVAL n SECOND, NOW(6) FROM " + NUMBERS + " WHERE n < 20000");
        execute(
                "INSERT INTO processed_events (event_id, type, intent_id, event_created, received_at, processed_at, outcome, "
                        + "topic, `partition`, `offset`, batch_id) SELECT CONCAT('evt_large_', n), "
                        + "ELT(1 + n % 4, 'payment_intent.created', 'payment_intent.processing', 'payment_intent.succeeded', "
                        + "'payment_intent.payment_failed'), CONCAT('pi_large_', n % 20000), NOW(6), "
                        + "NOW(6) - INTERVAL n * 30000 MICROSECOND, NOW(6) - INTERVAL n * 30000 MICROSECOND, "
                        + "ELT(1 + n % 5, 'applied', 'applied', 'superseded', 'adopted', 'ignored'), 'stripe.events', 0, n, 'large' "
                        + "FROM " + NUMBERS);
        execute(
                "INSERT INTO payment_history (payment_id, version, order_id, to_status, order_status, amount, currency, cause, "
                        + "cause_id, observed_at, at) SELECT CONCAT('large-', n % 20000), 1 + n DIV 20000, CONCAT('large-', n % 20000), "
                        + "'succeeded', 'paid', 49.99, 'usd', 'event', CONCAT('evt_large_', n), NOW(6), NOW(6) FROM "
                        + NUMBERS);
        execute(
                "INSERT INTO stripe_calls (operation, intent_id, outcome, attempt, replayed, started_at, duration_us) SELECT "
                        + "'retrieve', CONCAT('pi_large_', n % 20000), 'answered', 1, FALSE, NOW(6) - INTERVAL n * 9000 MICROSECOND, "
                        + "1000 * (n % 900) FROM " + NUMBERS);
    }
}
