package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.CONNECTED;
import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static com.moxton.payments.worker.request.WorkerBench.SEPARATE;
import static com.moxton.payments.worker.request.WorkerBench.SEPARATE_KEY;
import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentReply.IntentConfirmed;
import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.worker.reconcile.BackfillRuns;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** A platform, a separate account with a key of its own, and a connected account, on real parts. */
@Timeout(600)
class AccountsIT {

    /** The simulator doesn't know it: it has left the platform. */
    private static final String DISCONNECTED = "acct_Disconnected";

    private static final List<@Nullable String> ACCOUNTS = Arrays.asList(null, SEPARATE, CONNECTED);

    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start() {
        bench = new WorkerBench();
        worker = bench.start(
                "--STRIPE_SECRET_KEYS=" + SEPARATE + ":" + SEPARATE_KEY,
                "--STRIPE_CONNECTED_ACCOUNTS=" + CONNECTED + "," + DISCONNECTED,
                "--payments.reconcile.backfill.enabled=false",
                "--payments.reconcile.backfill.settle=1s");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void everyCallForAPaymentGoesToItsOrdersAccount() {
        for (String account : ACCOUNTS) {
            String order = orderAt(account);

            IntentCreated created = bench.intentOf(order, "10");
            IntentCreated again = bench.intentOf(order, "10");
            PaymentRequest.CreateIntent repeated = create(order, "10", "usd", "key-" + order);
            bench.ask(repeated);
            IntentCreated answeredAgain = (IntentCreated) bench.ask(create(order, "10", "usd", "key-" + order));
            IntentConfirmed confirmed = (IntentConfirmed) bench.ask(confirm(created.intentId(), "pm_card_visa"));

            assertThat(bench.stripe.ownerOf(created.intentId()).orElse(null)).isEqualTo(account);
            assertThat(again.intentId()).isEqualTo(created.intentId());
            assertThat(answeredAgain.clientSecret()).isEqualTo(created.clientSecret());
            assertThat(confirmed.status()).isEqualTo("succeeded");
            assertThat(bench.orderStatus(order)).isEqualTo("paid");
            assertThat(bench.payments(order))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("stripe_account", account));
        }
    }

    @Test
    void asksThePaymentsAccountWhereItStands() throws StripeException {
        for (String account : ACCOUNTS) {
            String order = orderAt(account);
            IntentCreated created = bench.intentOf(order, "10");
            client(account).v1().paymentIntents().confirm(created.intentId(), paid());

            bench.send(new PaymentRequest.Refresh(
                    UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test"));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(bench.orderStatus(order)).isEqualTo("paid"));
        }
    }

    /** LOG_IS_THE_TRUTH: whose payment it is comes from the event's account and from the order's row. */
    @Test
    void theLogRebuildsThePaymentsOfAllAccounts() {
        List<String> orders = new ArrayList<>();
        List<String> intents = new ArrayList<>();
        for (String account : ACCOUNTS) {
            String order = orderAt(account);
            String intent = bench.intentOf(order, "10").intentId();
            bench.ask(confirm(intent, "pm_card_visa"));
            orders.add(order);
            intents.add(intent);
        }
        List<List<Map<String, Object>>> before =
                orders.stream().map(AccountsIT::facts).toList();

        orders.forEach(order -> {
            bench.sql.update("DELETE FROM payments WHERE order_id = ?", order);
            bench.sql.update("DELETE FROM payment_history WHERE order_id = ?", order);
            bench.sql.update("UPDATE orders SET status = 'pending', paid_at = NULL WHERE id = ?", order);
        });
        intents.forEach(bench::deliverEvents);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(orders.stream().map(AccountsIT::facts).toList())
                                .isEqualTo(before));
        assertThat(orders).extracting(bench::orderStatus).containsOnly("paid");
    }

    /** Whoever has a connected account may write anything into the metadata of an intent there, and pay it, too. */
    @Test
    void eventsOfAnotherAccountMoveNothing() throws StripeException {
        String withPayment = bench.order("10", "usd");
        IntentCreated ours = bench.intentOf(withPayment, "10");
        String withoutPayment = bench.order("10", "usd");
        String atSeparate = orderAt(SEPARATE);
        IntentCreated separate = bench.intentOf(atSeparate, "10");
        List<Map<String, Object>> before = facts(withPayment);
        double seen = ofOtherAccounts();

        List<String> forged = List.of(
                forge(CONNECTED, withPayment, ours.paymentId()),
                forge(CONNECTED, withoutPayment, UUID.randomUUID().toString()),
                forge(CONNECTED, atSeparate, separate.paymentId()),
                forge(null, atSeparate, separate.paymentId()),
                forge(SEPARATE, withoutPayment, UUID.randomUUID().toString()));
        forged.forEach(bench::deliverEvents);
        // The genuine event, and a header that lies about it.
        bench.deliver(eventOf(separate.intentId()), CONNECTED);

        forged.forEach(intent -> await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomesOf(intent)).isNotEmpty().containsOnly("foreign")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outcomesOf(separate.intentId())).containsExactly("foreign"));
        assertThat(facts(withPayment)).isEqualTo(before);
        assertThat(bench.payments(withoutPayment)).isEmpty();
        assertThat(bench.payments(atSeparate))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("stripe_intent_id", separate.intentId())
                        .containsEntry("status", "requires_payment_method"));
        assertThat(List.of(withPayment, withoutPayment, atSeparate))
                .extracting(bench::orderStatus)
                .containsOnly("pending");
        assertThat(ofOtherAccounts() - seen).isGreaterThanOrEqualTo(forged.size());
    }

    @Test
    void refusesOrdersWhoseAccountCannotBeRight() {
        String unknown = orderAt("acct_Nobodys");
        String moved = orderAt(SEPARATE);
        IntentCreated created = bench.intentOf(moved, "10");
        bench.sql.update("UPDATE orders SET stripe_account = ? WHERE id = ?", CONNECTED, moved);

        assertThat(refusal(create(unknown, "10", "usd"))).isEqualTo(Refusal.INTERNAL_ERROR);
        assertThat(refusal(create(moved, "10", "usd"))).isEqualTo(Refusal.INTERNAL_ERROR);
        assertThat(refusal(confirm(created.intentId(), "pm_card_visa"))).isEqualTo(Refusal.INTERNAL_ERROR);
        assertThat(bench.payments(unknown)).isEmpty();
        assertThat(bench.intentsAtStripe(moved)).isEqualTo(1);
        assertThat(bench.orderStatus(moved)).isEqualTo("pending");
    }

    /** Nobody is to be paged because somebody has left: the key is as good as it was. */
    @Test
    void anAccountThatHasLeftIsNoRefusedKey() {
        String order = orderAt(DISCONNECTED);

        assertThat(refusal(create(order, "10", "usd"))).isEqualTo(Refusal.INTERNAL_ERROR);

        assertThat(worker.getBean(MeterRegistry.class)
                        .get("payments.stripe.key.refused")
                        .counter()
                        .count())
                .isZero();
    }

    /** Its key was taken away, or it was disconnected: the requests behind it must not wait for that. */
    @Test
    void aRefreshOfAnAccountThatIsGoneBlocksNothing() {
        String order = orderAt(CONNECTED);
        IntentCreated created = bench.intentOf(order, "10");
        bench.sql.update("UPDATE payments SET stripe_account = 'acct_Gone' WHERE id = ?", created.paymentId());

        bench.send(new PaymentRequest.Refresh(
                UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, "test"));

        bench.awaitAllDone();
        assertThat(bench.payments(order))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("status", "requires_payment_method"));
    }

    @Test
    void theBackfillFollowsTheListOfEachAccount() throws StripeException {
        List<String> orders = new ArrayList<>();
        for (String account : ACCOUNTS) {
            String order = orderAt(account);
            String intent = bench.intentOf(order, "10").intentId();
            client(account).v1().paymentIntents().confirm(intent, paid());
            orders.add(order);
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThatExceptionOfType(StripeCredentialsException.class)
                    .as("the one that has left keeps no other from its run")
                    .isThrownBy(() -> worker.getBean(BackfillRuns.class).runNow(null));
            assertThat(orders).extracting(bench::orderStatus).containsOnly("paid");
        });
        assertThat(bench.sql.queryForList("SELECT name FROM backfill_cursor ORDER BY name", String.class))
                .containsExactly(
                        "stripe.events",
                        "stripe.events:" + CONNECTED,
                        "stripe.events:" + DISCONNECTED,
                        "stripe.events:" + SEPARATE);
    }

    private static String orderAt(@Nullable String account) {
        String order = bench.order("10", "usd");
        bench.sql.update("UPDATE orders SET stripe_account = ? WHERE id = ?", account, order);
        return order;
    }

    private static StripeClient client(@Nullable String account) {
        return StripeClient.builder()
                .setApiKey(SEPARATE.equals(account) ? SEPARATE_KEY : "sk_test_bench")
                .setStripeAccount(CONNECTED.equals(account) ? CONNECTED : null)
                .setApiBase(bench.stripe.baseUrl())
                .build();
    }

    private static PaymentIntentConfirmParams paid() {
        return PaymentIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_visa")
                .setReturnUrl("https://shop.example/back")
                .build();
    }

    /** An intent at the account that says to be ours, and is paid. */
    private static String forge(@Nullable String account, String order, String payment) throws StripeException {
        PaymentIntent intent = client(account)
                .v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(1000L)
                        .setCurrency("usd")
                        .putMetadata("order_id", order)
                        .putMetadata("payment_id", payment)
                        .build());
        client(account).v1().paymentIntents().confirm(intent.getId(), paid());
        return intent.getId();
    }

    private static StripeEvent eventOf(String intent) {
        return bench.stripe.events().stream()
                .filter(event -> event.json().contains(intent))
                .findFirst()
                .orElseThrow();
    }

    /** Of the events about the intent itself. */
    private static List<String> outcomesOf(String intent) {
        return bench.sql.queryForList(
                "SELECT outcome FROM processed_events WHERE intent_id = ? AND type LIKE 'payment_intent.%'",
                String.class, intent);
    }

    private static List<Map<String, Object>> facts(String order) {
        return bench.sql.queryForList("""
                SELECT id, order_id, amount, status, stripe_intent_id, stripe_account, amount_received, open_order_id
                FROM payments WHERE order_id = ?
                """, order);
    }

    private static double ofOtherAccounts() {
        return worker.getBean(MeterRegistry.class)
                .get("payments.events.other.account")
                .counter()
                .count();
    }

    private static Refusal refusal(PaymentRequest request) {
        return ((Refused) bench.ask(request)).refusal();
    }
}
