package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest.Confirm;
import com.moxton.payments.events.PaymentRequest.CreateIntent;
import com.moxton.payments.simulator.knob.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * ONE_INTENT_PER_ORDER after a day: Stripe may have forgotten the idempotency keys, so what was asked for then is looked
 * up, by the stored id or by listing, and never created or confirmed.
 */
@Timeout(600)
class OldRequestsIT {
    private static final String CREATE = "POST /v1/payment_intents";
    private static final String CONFIRM = "POST /v1/payment_intents/{id}/confirm";
    private static final String LIST = "GET /v1/payment_intents";
    private static final Duration A_DAY = Duration.ofHours(24);
    private static WorkerBench bench;

    private int creates;
    private int confirms;

    @BeforeAll
    static void start() {
        bench = new WorkerBench();
        bench.startWorker(null, "--payments.stripe.attempts=2", "--payments.reconcile.stale.enabled=false");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @BeforeEach
    void count() {
        creates = bench.stripe.calls().count(CREATE);
        confirms = bench.stripe.calls().count(CONFIRM);
    }

    private static CreateIntent ofYesterday(CreateIntent request) {
        return new CreateIntent(
                request.requestId(),
                Instant.now().minus(A_DAY),
                request.userId(),
                request.orderId(),
                request.amount(),
                request.currency(),
                request.metadata(),
                request.idempotencyKey());
    }

    private static Confirm ofYesterday(Confirm request) {
        return new Confirm(
                request.requestId(),
                Instant.now().minus(A_DAY),
                request.userId(),
                request.intentId(),
                request.paymentMethodId(),
                request.returnUrl(),
                request.idempotencyKey());
    }

    /** The row's key has run out just now, and nobody knows whether Stripe has made the intent. */
    private String inDoubtSinceYesterday(Fault firstCall) {
        String order = bench.order("12", "usd");
        bench.stripe.failNext(CREATE, firstCall);
        bench.stripe.failNext(CREATE, new Fault.Fails(503));
        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(Refused.class);
        bench.sql.update(
                "UPDATE payments SET created_at = created_at - INTERVAL 23 HOUR - INTERVAL 1 MINUTE WHERE order_id = ?",
                order);
        count();
        return order;
    }

    private void assertNoPost() {
        bench.awaitAllDone();
        assertThat(bench.stripe.calls().count(CREATE)).as("creates").isEqualTo(creates);
        assertThat(bench.stripe.calls().count(CONFIRM)).as("confirms").isEqualTo(confirms);
    }

    @Test
    void findsTheIntentByItsStoredId() {
        String order = bench.order("12", "usd");
        IntentCreated created = bench.intentOf(order, "12");
        bench.sql.update("UPDATE payments SET created_at = created_at - INTERVAL 1 DAY WHERE order_id = ?", order);
        count();

        IntentCreated again = (IntentCreated) bench.ask(create(order, "12", "usd"));
        bench.send(ofYesterday(create(order, "12", "usd")));

        assertNoPost();
        assertThat(again.intentId()).isEqualTo(created.intentId());
        assertThat(again.clientSecret()).isEqualTo(created.clientSecret());
    }

    @Test
    void findsTheIntentByListingWhenItsAnswerWasLost() {
        String order = inDoubtSinceYesterday(new Fault.DropsAfter());
        int lists = bench.stripe.calls().count(LIST);

        bench.send(ofYesterday(create(order, "12", "usd")));

        assertNoPost();
        assertThat(bench.stripe.calls().count(LIST)).isGreaterThan(lists);
        IntentCreated found = (IntentCreated) bench.ask(create(order, "12", "usd"));
        assertThat(bench.stripe.intent(found.intentId())).isPresent();
        assertNoPost();
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order)).hasSize(1);
    }

    /** The old request closes the row that came to nothing. Only a new one makes a new one. */
    @Test
    void leavesANewIntentToANewRequestWhenThereIsNone() {
        String order = inDoubtSinceYesterday(new Fault.DropsBefore());

        bench.send(ofYesterday(create(order, "12", "usd")));

        assertNoPost();
        assertThat(bench.payments(order))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("status", "failed")
                        .containsEntry("last_error_code", "never_created"));
        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order))
                .extracting(row -> row.get("idempotency_key"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    /** It lay in the log for a day, while no worker ran. */
    @Test
    void createsNothingForARequestThatIsReadADayLate() {
        String order = bench.order("12", "usd");

        bench.send(ofYesterday(create(order, "12", "usd")));

        assertNoPost();
        assertThat(bench.payments(order)).isEmpty();
        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
    }

    /** Another request's row is no leave to create either. */
    @Test
    void createsNothingUnderTheKeyOfANewerRequest() {
        String order = bench.order("12", "usd");
        bench.stripe.failNext(CREATE, new Fault.Fails(503), 2);
        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(Refused.class);
        count();

        bench.send(ofYesterday(create(order, "12", "usd")));

        assertNoPost();
        assertThat(bench.ask(create(order, "12", "usd"))).isInstanceOf(IntentCreated.class);
        assertThat(bench.payments(order)).hasSize(1);
    }

    @Test
    void confirmsNothingAndShowsWhereTheIntentStands() {
        String order = bench.order("12", "usd");
        IntentCreated created = bench.intentOf(order, "12");
        count();

        bench.send(ofYesterday(confirm(created.intentId(), "pm_card_visa")));

        assertNoPost();
        assertThat(bench.orderStatus(order)).isEqualTo("pending");
    }
}
