package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * ONE_INTENT_PER_ORDER, COMMITTED_MEANS_DONE: a request is cut off after every single step in turn, and comes again as it
 * would after a crash. Which steps there are is found by counting them in a run that isn't cut off.
 */
@Timeout(900)
class CrashResumeIT {
    private static final CrashPoints CRASHES = new CrashPoints();
    private static WorkerBench bench;

    @BeforeAll
    static void start() {
        bench = new WorkerBench();
        bench.startWorker(CRASHES);
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void createIsResumedAfterEveryStep() {
        String undisturbed = bench.order("49.99", "usd");
        List<String> steps = steps(() -> bench.ask(create(undisturbed, "49.99", "usd")));
        assertThat(steps).contains("before Stripe", "after Stripe", "before commit", "after publishing");

        for (int step = 1; step <= steps.size(); step++) {
            String where = "crash %d, %s".formatted(step, steps.get(step - 1));
            String order = bench.order("49.99", "usd");
            PaymentRequest.CreateIntent request = create(order, "49.99", "usd");
            crashAt(step, request);

            List<PaymentReply> replies = bench.replies(request.requestId());
            assertThat(replies)
                    .as(where)
                    .isNotEmpty()
                    .allSatisfy(reply -> assertThat(reply).isEqualTo(replies.getFirst()));
            IntentCreated created = (IntentCreated) replies.getFirst();
            assertThat(bench.intentsAtStripe(order)).as(where).isEqualTo(1);
            assertThat(bench.stripe.intent(created.intentId())).as(where).isPresent();
            assertThat(bench.payments(order))
                    .as(where)
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("id", created.paymentId())
                            .containsEntry("stripe_intent_id", created.intentId())
                            .containsEntry("status", "requires_payment_method"));
            assertUpdates(where, order, 2);
        }
    }

    @Test
    void confirmIsResumedAfterEveryStep() {
        String undisturbed = bench.intentOf(bench.order("20", "usd"), "20").intentId();
        List<String> steps = steps(() -> bench.ask(confirm(undisturbed, "pm_card_visa")));

        for (int step = 1; step <= steps.size(); step++) {
            String where = "crash %d, %s".formatted(step, steps.get(step - 1));
            String order = bench.order("20", "usd");
            String intentId = bench.intentOf(order, "20").intentId();
            bench.awaitAllDone();
            PaymentRequest.Confirm request = confirm(intentId, "pm_card_visa");
            crashAt(step, request);

            assertThat(bench.replies(request.requestId()))
                    .as(where)
                    .isNotEmpty()
                    .allSatisfy(reply ->
                            assertThat(((IntentConfirmed) reply).status()).isEqualTo("succeeded"));
            assertThat(bench.orderStatus(order)).as(where).isEqualTo("paid");
            assertThat(bench.intentsAtStripe(order)).as(where).isEqualTo(1);
            assertUpdates(where, order, 3);
        }
    }

    @Test
    void aDeclineIsResumedAfterEveryStep() {
        String undisturbed = bench.intentOf(bench.order("20", "usd"), "20").intentId();
        List<String> steps = steps(() -> bench.ask(confirm(undisturbed, "pm_card_chargeDeclined")));

        for (int step = 1; step <= steps.size(); step++) {
            String where = "crash %d, %s".formatted(step, steps.get(step - 1));
            String order = bench.order("20", "usd");
            String intentId = bench.intentOf(order, "20").intentId();
            bench.awaitAllDone();
            PaymentRequest.Confirm request = confirm(intentId, "pm_card_chargeDeclined");
            crashAt(step, request);

            assertThat(bench.replies(request.requestId()))
                    .as(where)
                    .isNotEmpty()
                    .allSatisfy(reply -> {
                        assertThat(((Refused) reply).error()).isNotNull();
                        assertThat(((Refused) reply).error().code()).isEqualTo("card_declined");
                    });
            assertThat(bench.orderStatus(order)).as(where).isEqualTo("payment_failed");
            assertThat(bench.payments(order))
                    .as(where)
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("last_error_code", "card_declined"));
            assertUpdates(where, order, 3);
        }
    }

    private static List<String> steps(Runnable request) {
        bench.awaitAllDone();
        CRASHES.disarm();
        request.run();
        bench.awaitAllDone();
        return CRASHES.passed();
    }

    private static void crashAt(int step, PaymentRequest request) {
        bench.awaitAllDone();
        CRASHES.arm(step);
        bench.send(request);
        bench.awaitAllDone();
        // The last reply may still be on its way to us.
        bench.reply(request.requestId());
    }

    /** No version is missing, and one that was published again says the same. */
    private static void assertUpdates(String where, String order, long versions) {
        await().atMost(WorkerBench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.updates(order))
                        .as(where)
                        .extracting(PaymentUpdate::version)
                        .containsAll(LongStream.rangeClosed(1, versions).boxed().toList()));
        assertThat(bench.updates(order).stream().distinct()).as(where).hasSize((int) versions);
    }
}
