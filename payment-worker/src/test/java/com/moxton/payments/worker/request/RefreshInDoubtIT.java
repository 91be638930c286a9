package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** ORDER_INDEPENDENT: two states in one second are settled by asking Stripe, in a later second. */
@Timeout(600)
class RefreshInDoubtIT {

    @Test
    void waitsForALaterSecondAndSettlesTheDoubt() {
        try (WorkerBench bench = new WorkerBench()) {
            ConfigurableApplicationContext worker = bench.startWorker(null);
            String order = bench.order("30", "usd");
            IntentCreated created = bench.intentOf(order, "30");
            bench.awaitAllDone();
            // The second that is in doubt isn't over yet when Stripe is asked first.
            Instant second = Instant.now().plusSeconds(2);
            PaymentLedger ledger = worker.getBean(PaymentLedger.class);
            var entry = worker.getBean(RetryingTransactions.class)
                    .execute(() -> ledger.observe(List.of(
                            seen("evt_a", second, created, order, PaymentStatus.PROCESSING),
                            seen("evt_b", second, created, order, PaymentStatus.REQUIRES_ACTION))));
            assertThat(entry.inDoubt()).hasSize(1);

            bench.send(new PaymentRequest.Refresh(
                    UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test"));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(bench.payments(order))
                            .singleElement()
                            .satisfies(row -> assertThat(row)
                                    .containsEntry("status", "requires_payment_method")
                                    .containsEntry("refresh_needed", false)));
        }
    }

    private static Observation seen(String id, Instant at, IntentCreated created, String order, PaymentStatus status) {
        IntentSnapshot intent = new IntentSnapshot(
                created.intentId(),
                status,
                new Money(new BigDecimal("30"), "usd"),
                BigDecimal.ZERO,
                null,
                Map.of("order_id", order, "payment_id", created.paymentId()),
                Instant.now());
        return new Observation(id, null, "payment_intent." + status.wireName(), at, false, intent);
    }
}
