package com.moxton.payments.worker.calllog;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import com.moxton.payments.worker.stripe.StripeCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class JdbcCallLogIT extends WorkerIT {

    @Autowired
    private JdbcCallLog rows;

    @Autowired
    private CallLogPurge purge;

    @Test
    void entersWhatIsKnownOfACall() {
        String payment = UUID.randomUUID().toString();

        rows.insert(List.of(
                call(payment, "req_é" + "x".repeat(300), Instant.now()),
                new StripeCall(
                        "list_events",
                        null,
                        payment,
                        null,
                        null,
                        "breaker_open",
                        null,
                        null,
                        2,
                        false,
                        Instant.now(),
                        Duration.ZERO)));

        List<Map<String, Object>> found = rows("SELECT * FROM stripe_calls WHERE payment_id = ? ORDER BY id", payment);
        assertThat(found).hasSize(2);
        assertThat(found.getFirst())
                .containsEntry("operation", "create")
                .containsEntry("http_status", 200)
                .containsEntry("duration_us", 3_000L);
        assertThat(String.valueOf(found.getFirst().get("stripe_request_id")))
                .startsWith("req_?x")
                .hasSize(255);
        assertThat(found.getLast()).containsEntry("http_status", null).containsEntry("attempt", 2);
    }

    @Test
    void forgetsWhatIsTooOld() {
        String old = UUID.randomUUID().toString();
        String young = UUID.randomUUID().toString();
        rows.insert(List.of(
                call(old, "req_1", Instant.now().minus(Duration.ofDays(31))),
                call(young, "req_2", Instant.now().minus(Duration.ofDays(29)))));

        assertThat(purge.purge()).isPositive();

        assertThat(rows("SELECT id FROM stripe_calls WHERE payment_id = ?", old))
                .isEmpty();
        assertThat(rows("SELECT id FROM stripe_calls WHERE payment_id = ?", young))
                .hasSize(1);
    }

    private static StripeCall call(String payment, String stripeRequest, Instant at) {
        return new StripeCall(
                "create",
                "pi_1",
                payment,
                "o-1",
                "r-1",
                "answered",
                200,
                stripeRequest,
                1,
                false,
                at,
                Duration.ofMillis(3));
    }
}
