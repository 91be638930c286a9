package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * COMMITTED_MEANS_DONE when two instances work on one request, as they do for a moment when a call outlives a rebalance: one
 * enters the answer first. Here that one is played by a line of SQL, and dies before or after its reply.
 */
@Timeout(300)
class OvertakenRequestIT {
    private static WorkerBench bench;

    @BeforeAll
    static void start() {
        bench = new WorkerBench();
        bench.startWorker(null);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @AfterEach
    void reset() {
        bench.stripe.knobs().reset();
    }

    @Test
    void theSlowerOneRepliesToAConfirmWhenTheQuickerOneMayHaveDied() {
        String intentId = bench.intentOf(bench.order("20", "usd"), "20").intentId();
        PaymentRequest.Confirm request = confirm(intentId, "pm_card_visa");

        overtake(request, new Outcome.Confirmed(intentId, "processing", null), false);

        assertThat(((IntentConfirmed) bench.reply(request.requestId())).status())
                .as("the answer that was entered first counts")
                .isEqualTo("processing");
    }

    @Test
    void theSlowerOneRepliesToACreateWhenTheQuickerOneMayHaveDied() {
        PaymentRequest.CreateIntent request = create(bench.order("20", "usd"), "20", "usd");

        overtake(request, Outcome.Refused.of(Refusal.ORDER_IN_REVIEW, "First"), false);

        assertThat(((Refused) bench.reply(request.requestId())).refusal()).isEqualTo(Refusal.ORDER_IN_REVIEW);
    }

    @Test
    void theSlowerOneKeepsSilentWhenTheAnswerWasGiven() {
        PaymentRequest.CreateIntent request = create(bench.order("20", "usd"), "20", "usd");

        overtake(request, Outcome.Refused.of(Refusal.ORDER_IN_REVIEW, "First"), true);

        bench.awaitAllDone();
        assertThat(bench.replies(request.requestId())).isEmpty();
    }

    private static void overtake(PaymentRequest request, Outcome outcome, boolean replied) {
        bench.stripe.knobs().latency(Duration.ofSeconds(3));
        bench.send(request);
        await().atMost(PATIENCE).until(() -> update(request, outcome, replied) == 1);
    }

    /** The row is committed before Stripe is called. */
    private static int update(PaymentRequest request, Outcome outcome, boolean replied) {
        return bench.sql.update(
                """
                UPDATE payment_requests
                SET outcome = ?, finished_at = UTC_TIMESTAMP(6), replied_at = IF(?, UTC_TIMESTAMP(6), NULL)
                WHERE request_id = ? AND outcome IS NULL
                """, new String(EventJson.write(outcome), StandardCharsets.UTF_8), replied, request.requestId());
    }
}
