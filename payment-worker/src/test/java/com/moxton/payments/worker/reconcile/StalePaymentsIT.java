package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.stripe.exception.StripeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stripe can fail to make an event at all: then only asking helps. */
class StalePaymentsIT extends ReconcileIT {

    @Autowired
    private StaleRuns runs;

    @Autowired
    private RecordPublisher publisher;

    @Test
    void learnsOfAPaymentThatNoEventTellsOf() throws StripeException {
        String order = newOrder();
        String intent = SHOP.intent(order, 4999);
        StripeEvent birth = eventsOf(intent).getFirst();
        publish(birth);
        awaitProcessed(List.of(birth));
        SHOP.pay(intent, "pm_card_visa");
        assertThat(orderStatus(order)).isEqualTo("pending");

        // Counted before: the answer may be here before the run has returned.
        int silent = silentPayments();
        assertThat(runs.runNow()).hasValue(silent);

        awaiting().untilAsserted(() -> assertThat(orderStatus(order)).isEqualTo("paid"));
        assertThat(rows("SELECT cause FROM payment_history WHERE stripe_intent_id = ? ORDER BY version", intent))
                .extracting(row -> row.get("cause"))
                .containsExactly("payment_intent.created", "api.refresh");
        assertThat(runs.runNow()).as("nobody is silent now").hasValue(0);
    }

    private int silentPayments() {
        return rows("SELECT 1 FROM payments WHERE status NOT IN ('succeeded', 'canceled', 'failed')")
                .size();
    }

    private void publish(StripeEvent event) {
        byte[] body = event.json().getBytes(StandardCharsets.UTF_8);
        publisher.publish(
                List.of(StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK)));
    }
}
