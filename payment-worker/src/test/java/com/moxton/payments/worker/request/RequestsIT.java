package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentReply.PaymentFound;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.simulator.knob.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a storefront's requests lead to, from the topic to the reply, on real parts. */
@Timeout(600)
class RequestsIT {
    private static final String CREATE = "POST /v1/payment_intents";
    private static final String CONFIRM = "POST /v1/payment_intents/{id}/confirm";
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
    void resetKnobs() {
        bench.stripe.knobs().reset();
    }

    @Test
    void createsAnIntentForAnOrder() {
        String order = bench.order("49.99", "usd");
        PaymentRequest.CreateIntent request = create(order, "49.99", "usd");

        IntentCreated created = (IntentCreated) bench.ask(request);

        var intent = bench.stripe.intent(created.intentId()).orElseThrow().json();
        assertThat(intent.path("amount").asLong()).isEqualTo(4999);
        assertThat(created.clientSecret().value())
                .isEqualTo(intent.path("client_secret").asString());
        assertThat(created.status()).isEqualTo("requires_payment_method");
        assertThat(intent.path("metadata").path("payment_id").asString()).isEqualTo(created.paymentId());
        assertThat(intent.path("metadata").path("request_id").asString()).isEqualTo(request.requestId());
        assertThat(intent.path("metadata").path("cart").asString()).isEqualTo("c-1");
        assertThat(bench.payments(order)).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("id", created.paymentId()).containsEntry("open_order_id", order);
            assertThat((BigDecimal) row.get("amount")).isEqualByComparingTo("49.99");
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.updates(order))
                        .extracting(PaymentUpdate::version, PaymentUpdate::status)
                        .contains(tuple(1L, "requested"), tuple(2L, "requires_payment_method")));
    }

    /** ONE_INTENT_PER_ORDER */
    @Test
    void returnsTheOpenIntentToTheNextRequest() {
        String order = bench.order("10", "usd");

        IntentCreated first = (IntentCreated) bench.ask(create(order, "10", "usd"));
        IntentCreated second = (IntentCreated) bench.ask(create(order, "10.00", "usd"));

        assertThat(second.intentId()).isEqualTo(first.intentId());
        assertThat(second.clientSecret()).isEqualTo(first.clientSecret());
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
    }

    @Test
    void refusesOrdersThatAreNotThere() {
        String somebodyElses = bench.order("user-2", "10", "usd");

        assertThat(refusal(create("nowhere", "10", "usd"))).isEqualTo(Refusal.ORDER_NOT_FOUND);
        assertThat(refusal(create(somebodyElses, "10", "usd"))).isEqualTo(Refusal.ORDER_NOT_FOUND);
        assertThat(refusal(create("ördér " + "x".repeat(300), "10", "usd"))).isEqualTo(Refusal.ORDER_NOT_FOUND);
        assertThat(bench.intentsAtStripe(somebodyElses)).isZero();
    }

    @Test
    void refusesWhatTheOrderDoesNotCost() {
        String order = bench.order("10", "usd");

        assertThat(refusal(create(order, "10.01", "usd"))).isEqualTo(Refusal.AMOUNT_MISMATCH);
        assertThat(refusal(create(order, "10", "eur"))).isEqualTo(Refusal.AMOUNT_MISMATCH);
        assertThat(refusal(create(order, "10", "zzz"))).isEqualTo(Refusal.AMOUNT_MISMATCH);
        assertThat(bench.payments(order)).isEmpty();
    }

    @Test
    void refusesAnOrderWhoseCostWasChangedUnderAnOpenIntent() {
        String order = bench.order("10", "usd");
        bench.intentOf(order, "10");
        bench.sql.update("UPDATE orders SET total_amount = 12 WHERE id = ?", order);

        assertThat(refusal(create(order, "12", "usd"))).isEqualTo(Refusal.AMOUNT_MISMATCH);
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
    }

    @Test
    void refusesOrdersThatCannotBePaid() {
        for (var expected : Map.of(
                        "paid", Refusal.ORDER_ALREADY_PAID,
                        "canceled", Refusal.ORDER_CANCELED,
                        "review", Refusal.ORDER_IN_REVIEW)
                .entrySet()) {
            String order = bench.order("10", "usd");
            bench.sql.update("UPDATE orders SET status = ? WHERE id = ?", expected.getKey(), order);

            assertThat(refusal(create(order, "10", "usd"))).isEqualTo(expected.getValue());
        }
    }

    @Test
    void confirmsAndPaysTheOrderAtOnce() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();

        IntentConfirmed confirmed = (IntentConfirmed) bench.ask(confirm(intentId, "pm_card_visa"));

        assertThat(confirmed.status()).isEqualTo("succeeded");
        assertThat(bench.orderStatus(order)).isEqualTo("paid");
        assertThat(refusal(create(order, "25", "usd"))).isEqualTo(Refusal.ORDER_ALREADY_PAID);
    }

    @Test
    void answersASecondConfirmOfAPaidIntentWithItsStatusAndNoCall() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();
        bench.ask(confirm(intentId, "pm_card_visa"));
        int calls = bench.stripe.calls().count(CONFIRM);

        IntentConfirmed again = (IntentConfirmed) bench.ask(confirm(intentId, "pm_card_visa"));

        assertThat(again.status()).isEqualTo("succeeded");
        assertThat(bench.stripe.calls().count(CONFIRM)).isEqualTo(calls);
    }

    @Test
    void recordsADeclinedCardAtOnce() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();

        Refused refused = (Refused) bench.ask(confirm(intentId, "pm_card_chargeDeclinedInsufficientFunds"));

        assertThat(refused.refusal()).isEqualTo(Refusal.CARD_DECLINED);
        assertThat(refused.error()).isNotNull();
        assertThat(refused.error().code()).isEqualTo("card_declined");
        assertThat(refused.error().declineCode()).isEqualTo("insufficient_funds");
        assertThat(bench.orderStatus(order)).isEqualTo("payment_failed");
        assertThat(bench.payments(order))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("status", "requires_payment_method")
                        .containsEntry("last_error_code", "card_declined")
                        .containsEntry("last_error_decline_code", "insufficient_funds")
                        .extracting("last_error_message")
                        .isNotNull());

        IntentConfirmed second = (IntentConfirmed) bench.ask(confirm(intentId, "pm_card_visa"));
        assertThat(second.status()).isEqualTo("succeeded");
        assertThat(bench.orderStatus(order)).isEqualTo("paid");
    }

    @Test
    void tellsWhereTheCustomerHasToAuthenticate() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();

        IntentConfirmed confirmed = (IntentConfirmed) bench.ask(confirm(intentId, "pm_card_authenticationRequired"));

        assertThat(confirmed.status()).isEqualTo("requires_action");
        assertThat(confirmed.nextAction()).isNotNull();
    }

    @Test
    void refusesToConfirmWhatIsNotTheirs() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();
        bench.sql.update("UPDATE orders SET user_id = 'user-2' WHERE id = ?", order);

        assertThat(refusal(confirm(intentId, "pm_card_visa"))).isEqualTo(Refusal.PAYMENT_NOT_FOUND);
        assertThat(refusal(confirm("pi_unknown", "pm_card_visa"))).isEqualTo(Refusal.PAYMENT_NOT_FOUND);
        assertThat(refusal(confirm("pi_ünknown", "pm_card_visa"))).isEqualTo(Refusal.PAYMENT_NOT_FOUND);
        assertThat(bench.orderStatus(order)).isEqualTo("pending");
    }

    @Test
    void refusesToConfirmForAnOrderThatIsCanceledOrCostsSomethingElse() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();
        bench.sql.update("UPDATE orders SET total_amount = 26 WHERE id = ?", order);
        assertThat(refusal(confirm(intentId, "pm_card_visa"))).isEqualTo(Refusal.AMOUNT_MISMATCH);

        bench.sql.update("UPDATE orders SET total_amount = 25, status = 'canceled' WHERE id = ?", order);
        assertThat(refusal(confirm(intentId, "pm_card_visa"))).isEqualTo(Refusal.ORDER_CANCELED);
    }

    @Test
    void passesOnThatStripeRefusesAPaymentMethod() {
        String order = bench.order("25", "usd");
        String intentId = bench.intentOf(order, "25").intentId();

        assertThat(refusal(confirm(intentId, "pm_there_is_no_such"))).isEqualTo(Refusal.STRIPE_REJECTED);
        assertThat(bench.orderStatus(order)).isEqualTo("pending");
    }

    @Test
    void givesUpAPaymentThatStripeRefusesToCreate() {
        // Below Stripe's minimum.
        String order = bench.order("0.01", "usd");

        assertThat(refusal(create(order, "0.01", "usd"))).isEqualTo(Refusal.STRIPE_REJECTED);
        assertThat(bench.payments(order))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("status", "failed").containsEntry("open_order_id", null));

        assertThat(refusal(create(order, "0.01", "usd"))).isEqualTo(Refusal.STRIPE_REJECTED);
        assertThat(bench.payments(order))
                .as("a new key next time")
                .extracting(row -> row.get("idempotency_key"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void answersTheSameUnderTheSameIdempotencyKey() {
        String order = bench.order("12", "usd");
        String key = UUID.randomUUID().toString();
        PaymentRequest.CreateIntent first = create(order, "12", "usd", key);

        IntentCreated answer = (IntentCreated) bench.ask(first);
        IntentCreated again = (IntentCreated) bench.ask(create(order, "12.00", "usd", key));

        assertThat(answer.replayedFrom()).isNull();
        assertThat(again.replayedFrom()).isEqualTo(first.requestId());
        assertThat(again.intentId()).isEqualTo(answer.intentId());
        assertThat(again.clientSecret()).isEqualTo(answer.clientSecret());
        assertThat(refusal(create(order, "13", "usd", key))).isEqualTo(Refusal.IDEMPOTENCY_KEY_REUSED);
        assertThat(refusal(confirm(answer.intentId(), null, key))).isEqualTo(Refusal.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void namesTheFirstRequestAgainWhenASecondUnderItsKeyWasCutOff() {
        String order = bench.order("12", "usd");
        String key = UUID.randomUUID().toString();
        PaymentRequest.CreateIntent first = create(order, "12", "usd", key);
        PaymentRequest.CreateIntent second = create(order, "12", "usd", key);
        bench.ask(first);
        PaymentReply reply = bench.ask(second);
        bench.awaitAllDone();
        bench.sql.update("UPDATE payment_requests SET replied_at = NULL WHERE request_id = ?", second.requestId());

        bench.send(second);
        bench.awaitAllDone();
        bench.send(second);
        bench.awaitAllDone();

        assertThat(((IntentCreated) reply).replayedFrom()).isEqualTo(first.requestId());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(bench.replies(second.requestId())).containsExactly(reply, reply));
    }

    @Test
    void declinesOnceUnderTheSameIdempotencyKey() {
        String order = bench.order("12", "usd");
        String intentId = bench.intentOf(order, "12").intentId();
        String key = UUID.randomUUID().toString();
        Refused first = (Refused) bench.ask(confirm(intentId, "pm_card_chargeDeclined", key));
        int calls = bench.stripe.calls().count(CONFIRM);

        Refused again = (Refused) bench.ask(confirm(intentId, "pm_card_chargeDeclined", key));

        assertThat(again.error()).isEqualTo(first.error());
        assertThat(again.replayedFrom()).isEqualTo(first.requestId());
        assertThat(bench.stripe.calls().count(CONFIRM)).isEqualTo(calls);
    }

    @Test
    void repeatsCallsWhoseAnswerWasLostAndMakesOneIntent() {
        String order = bench.order("12", "usd");
        bench.stripe.failNext(CREATE, new Fault.DropsAfter());
        bench.stripe.failNext(CREATE, new Fault.Fails(503));
        bench.stripe.failNext(CREATE, new Fault.Fails(429));

        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
    }

    @Test
    void saysThatStripeIsUnavailableAndResumesWithTheSameKey() {
        String order = bench.order("12", "usd");
        String key = UUID.randomUUID().toString();
        // The first call does it, and nobody hears of it.
        bench.stripe.failNext(CREATE, new Fault.DropsAfter());
        bench.stripe.failNext(CREATE, new Fault.Fails(503), 3);

        Refused refused = (Refused) bench.ask(create(order, "12", "usd", key));
        assertThat(refused.refusal()).isEqualTo(Refusal.STRIPE_UNAVAILABLE);
        assertThat(refused.retryAfterSeconds()).isPositive();
        assertThat(bench.payments(order))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "requested"));

        IntentCreated created = (IntentCreated) bench.ask(create(order, "12", "usd", key));
        assertThat(created.intentId()).isNotNull();
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order)).hasSize(1);
    }

    /** Stripe answers an error of its own under the same key for a day: only another key helps. */
    @Test
    void startsOverWhenStripeKeepsAnErrorUnderTheKey() {
        String order = bench.order("12", "usd");
        bench.stripe.failNext(CREATE, new Fault.Fails(500));

        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order))
                .extracting(row -> row.get("status"))
                .containsExactlyInAnyOrder("failed", "requires_payment_method");
    }

    @Test
    void readsAPaymentFromTheRowsAlone() {
        String order = bench.order("12", "usd");
        IntentCreated created = bench.intentOf(order, "12");

        PaymentReply reply = bench.ask(new PaymentRequest.Get(
                UUID.randomUUID().toString(), Instant.now(), WorkerBench.USER, created.intentId()));

        PaymentUpdate payment = ((PaymentFound) reply).payment();
        assertThat(payment.paymentId()).isEqualTo(created.paymentId());
        assertThat(payment.orderStatus()).isEqualTo("pending");
        assertThat(refusalOf(bench.ask(new PaymentRequest.Get(
                        UUID.randomUUID().toString(), Instant.now(), "user-2", created.intentId()))))
                .isEqualTo(Refusal.PAYMENT_NOT_FOUND);
    }

    @Test
    void refreshesAPaymentFromStripe() {
        String order = bench.order("12", "usd");
        IntentCreated created = bench.intentOf(order, "12");
        bench.ask(confirm(created.intentId(), "pm_card_authenticationRequired"));
        bench.stripe.authenticate(created.intentId(), true);
        assertThat(bench.orderStatus(order)).isEqualTo("pending");

        bench.send(new PaymentRequest.Refresh(
                UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test"));

        await().atMost(PATIENCE).until(() -> bench.orderStatus(order).equals("paid"));
    }

    @Test
    void asksStripeOnceForARefreshThatIsReadAgain() {
        String order = bench.order("12", "usd");
        IntentCreated created = bench.intentOf(order, "12");
        PaymentRequest.Refresh refresh = new PaymentRequest.Refresh(
                UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test");
        bench.send(refresh);
        bench.awaitAllDone();
        Map<String, Integer> calls = bench.stripe.calls().counts();

        bench.send(refresh);
        bench.awaitAllDone();

        assertThat(bench.stripe.calls().counts()).isEqualTo(calls);
    }

    /** NOTHING_DROPPED */
    @Test
    void putsAsideWhatIsNoRequestAndGoesOn() {
        String order = bench.order("12", "usd");
        bench.sendRaw(order, "{\"type\":\"create-intent\"}".getBytes());
        bench.sendRaw(order, "not JSON at all".getBytes());

        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
        bench.awaitAllDone();
    }

    private static Refusal refusal(PaymentRequest request) {
        return refusalOf(bench.ask(request));
    }

    private static Refusal refusalOf(PaymentReply reply) {
        assertThat(reply).isInstanceOf(Refused.class);
        return ((Refused) reply).refusal();
    }
}
