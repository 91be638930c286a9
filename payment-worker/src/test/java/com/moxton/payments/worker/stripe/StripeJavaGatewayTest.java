package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Money;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.worker.payment.PaymentStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** stripe-java over real HTTP against the simulator. */
class StripeJavaGatewayTest {
    private static final String CREATE = "POST /v1/payment_intents";
    private StripeSimulator simulator;
    private JdkStripeHttpClient http;
    private StripeGateway stripe;

    /** A simulator for each test: a fault that one plans and doesn't meet, or a call that it leaves, is not the next one's. */
    @BeforeEach
    void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults());
        http = client(Duration.ofSeconds(30));
        stripe = gateway(http, "sk_test_1");
    }

    @AfterEach
    void stop() {
        http.close();
        simulator.close();
    }

    private static JdkStripeHttpClient client(Duration readTimeout) {
        return new JdkStripeHttpClient(Duration.ofSeconds(10), readTimeout);
    }

    private StripeGateway gateway(JdkStripeHttpClient http, String key) {
        return gateway(http, key, simulator.baseUrl());
    }

    private static StripeGateway gateway(JdkStripeHttpClient http, String key, String base) {
        return new StripeParts(http, key, base, new SimpleMeterRegistry()).gateway();
    }

    private static IntentToCreate intent(String key) {
        return new IntentToCreate(
                key,
                new Money(new BigDecimal("49.99"), "usd"),
                Map.of("order_id", "o-1", "payment_id", key, "request_id", "r-1"));
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    @Test
    void createsAnIntentOnceForAKey() {
        String key = fresh();

        StripeAnswer first = stripe.create(intent(key));
        StripeAnswer second = stripe.create(intent(key));

        assertThat(first.replayed()).isFalse();
        assertThat(first.intent().status()).isEqualTo(PaymentStatus.REQUIRES_PAYMENT_METHOD);
        assertThat(first.intent().amount()).isEqualTo(new Money(new BigDecimal("49.99"), "usd"));
        assertThat(first.intent().metadata()).containsEntry("payment_id", key).containsEntry("order_id", "o-1");
        assertThat(first.clientSecret()).isNotNull();
        assertThat(first.date())
                .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(5));
        assertThat(second.replayed()).as("Stripe says that it answers again").isTrue();
        assertThat(second.intent()).isEqualTo(first.intent());
        var atStripe = simulator.intent(first.intent().intentId()).orElseThrow().json();
        assertThat(atStripe.path("automatic_payment_methods").path("enabled").asBoolean())
                .isTrue();
        assertThat(atStripe.path("automatic_payment_methods")
                        .path("allow_redirects")
                        .asString())
                .isEqualTo("never");
    }

    @Test
    void retrievesAnIntent() {
        StripeAnswer created = stripe.create(intent(fresh()));

        StripeAnswer retrieved = stripe.retrieve(created.intent().intentId());

        assertThat(retrieved.intent()).isEqualTo(created.intent());
        assertThat(retrieved.clientSecret()).isEqualTo(created.clientSecret());
        assertThat(retrieved.replayed()).isFalse();
    }

    @Test
    void confirmsAnIntent() {
        String id = stripe.create(intent(fresh())).intent().intentId();

        StripeAnswer confirmed = stripe.confirm(new IntentToConfirm(fresh(), id, "pm_card_visa", null));

        assertThat(confirmed.intent().status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(confirmed.intent().amountReceived()).isEqualByComparingTo("49.99");
    }

    @Test
    void showsTheIntentThatADeclineLeaves() {
        String id = stripe.create(intent(fresh())).intent().intentId();
        IntentToConfirm confirm = new IntentToConfirm(fresh(), id, "pm_card_chargeDeclinedInsufficientFunds", null);

        StripeCardException declined = catchThrowableOfType(StripeCardException.class, () -> stripe.confirm(confirm));
        StripeCardException again = catchThrowableOfType(StripeCardException.class, () -> stripe.confirm(confirm));

        assertThat(declined.error().code()).isEqualTo("card_declined");
        assertThat(declined.error().declineCode()).isEqualTo("insufficient_funds");
        assertThat(declined.answer()).isNotNull();
        assertThat(declined.answer().replayed()).isFalse();
        assertThat(declined.answer().intent().status()).isEqualTo(PaymentStatus.REQUIRES_PAYMENT_METHOD);
        assertThat(declined.answer().intent().lastError()).isEqualTo(declined.error());
        assertThat(again.answer()).isNotNull();
        assertThat(again.answer().replayed()).isTrue();
        assertThat(declined.stripeRequestId()).startsWith("req_");
    }

    @Test
    void tellsTheNextActionOfAnAuthentication() {
        String id = stripe.create(intent(fresh())).intent().intentId();

        StripeAnswer answer = stripe.confirm(
                new IntentToConfirm(fresh(), id, "pm_card_authenticationRequired", "https://shop.example/back"));

        assertThat(answer.intent().status()).isEqualTo(PaymentStatus.REQUIRES_ACTION);
        assertThat(answer.nextAction()).isNotNull();
        assertThat(answer.nextAction().redirectUrl()).isNotBlank();
    }

    @Test
    void showsTheIntentWhoseStateStandsInTheWay() {
        String id = stripe.create(intent(fresh())).intent().intentId();
        stripe.confirm(new IntentToConfirm(fresh(), id, "pm_card_visa", null));

        StripeInvalidRequestException refused = catchThrowableOfType(
                StripeInvalidRequestException.class,
                () -> stripe.confirm(new IntentToConfirm(fresh(), id, "pm_card_visa", null)));

        assertThat(refused.error().code()).isEqualTo("payment_intent_unexpected_state");
        assertThat(refused.answer()).isNotNull();
        assertThat(refused.answer().intent().status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(refused.keyReused()).isFalse();
    }

    @Test
    void saysThatAnIntentIsMissing() {
        StripeInvalidRequestException missing =
                catchThrowableOfType(StripeInvalidRequestException.class, () -> stripe.retrieve("pi_there_is_no_such"));

        assertThat(missing.isMissing()).isTrue();
    }

    @Test
    void saysThatAKeyWasUsedForSomethingElse() {
        String key = fresh();
        stripe.create(intent(key));

        StripeInvalidRequestException reused = catchThrowableOfType(
                StripeInvalidRequestException.class,
                () -> stripe.create(new IntentToCreate(key, new Money(BigDecimal.ONE, "usd"), Map.of())));

        assertThat(reused.keyReused()).isTrue();
    }

    @Test
    void namesTheParameterThatIsWrong() {
        StripeInvalidRequestException refused = catchThrowableOfType(
                StripeInvalidRequestException.class,
                () -> stripe.create(new IntentToCreate(fresh(), new Money(new BigDecimal("0.01"), "usd"), Map.of())));

        assertThat(refused.param()).isEqualTo("amount");
        assertThat(refused.error().message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void takesTheseForUnavailable(int status) {
        simulator.failNext(CREATE, new Fault.Fails(status));

        assertThatThrownBy(() -> stripe.create(intent(fresh())))
                .isInstanceOfSatisfying(StripeUnavailableException.class, e -> {
                    assertThat(e.worthRepeating()).isTrue();
                    assertThat(e.replayed()).isFalse();
                });
    }

    /** The gateway of this test makes one attempt; a call with the same key that is under way is no failed attempt. */
    @Test
    void waitsForACallWithTheSameKeyThatIsUnderWay() {
        simulator.failNext(CREATE, new Fault.Fails(409));

        assertThat(stripe.create(intent(fresh())).intent().intentId()).startsWith("pi_");
    }

    @Test
    void seesThatStripeKeepsAnErrorUnderTheKey() {
        String key = fresh();
        simulator.failNext(CREATE, new Fault.Fails(500));
        assertThatThrownBy(() -> stripe.create(intent(key))).isInstanceOf(StripeUnavailableException.class);

        assertThatThrownBy(() -> stripe.create(intent(key)))
                .isInstanceOfSatisfying(StripeUnavailableException.class, e -> {
                    assertThat(e.replayed()).isTrue();
                    assertThat(e.worthRepeating()).isFalse();
                });
    }

    @Test
    void takesALostConnectionForUnavailable() {
        simulator.failNext(CREATE, new Fault.DropsBefore());
        assertThatThrownBy(() -> stripe.create(intent(fresh()))).isInstanceOf(StripeUnavailableException.class);

        assertThatThrownBy(
                        () -> gateway(http, "sk_test_1", "http://127.0.0.1:1").retrieve("pi_1"))
                .isInstanceOf(StripeUnavailableException.class);
    }

    @Test
    void waitsNoLongerThanTheReadTimeoutForTheWholeAnswer() {
        try (JdkStripeHttpClient impatient = client(Duration.ofMillis(200))) {
            simulator.failNext(CREATE, new Fault.Hangs());

            assertThatThrownBy(() -> gateway(impatient, "sk_test_1").create(intent(fresh())))
                    .isInstanceOf(StripeUnavailableException.class);
        }
    }

    @Test
    void needsAPersonWhenTheKeyIsWrong() {
        assertThatThrownBy(() -> gateway(http, "wrong").retrieve("pi_1"))
                .isInstanceOf(StripeCredentialsException.class)
                .hasMessageNotContaining("wrong");
    }

    /** Stopping says nothing of Stripe. */
    @Test
    void concludesNothingWhileTheWorkerStops() {
        JdkStripeHttpClient stopping = client(Duration.ofSeconds(30));
        simulator.failNext(CREATE, new Fault.Hangs());
        Future<?> call = Executors.newVirtualThreadPerTaskExecutor()
                .submit(() -> gateway(stopping, "sk_test_1").create(intent(fresh())));
        await().until(() -> simulator.calls().latest().stream().anyMatch(c -> !c.answered()));

        stopping.close();

        assertThatThrownBy(call::get).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> gateway(stopping, "sk_test_1").retrieve("pi_1"))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void findsAnIntentByItsPaymentIdOverManyPages() {
        String wanted = fresh();
        stripe.create(intent(wanted));
        IntStream.range(0, 120).forEach(i -> stripe.create(intent(fresh())));
        Instant from = Instant.now().minusSeconds(600);
        Instant to = Instant.now().plusSeconds(600);

        assertThat(stripe.findByPaymentId(wanted, from, to))
                .hasValueSatisfying(
                        found -> assertThat(found.intent().metadata()).containsEntry("payment_id", wanted));
        assertThat(stripe.findByPaymentId("nobody's", from, to)).isEmpty();
        assertThat(stripe.findByPaymentId(wanted, from.minusSeconds(9_000), from))
                .isEmpty();
    }

    @Test
    void makesHundredsOfCallsAtOnce() throws Exception {
        simulator.knobs().latency(Duration.ofMillis(300));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StripeAnswer>> calls = IntStream.range(0, 300)
                    .mapToObj(i -> threads.submit(() -> stripe.create(intent(fresh()))))
                    .toList();
            for (Future<StripeAnswer> call : calls) {
                assertThat(call.get().intent().intentId()).startsWith("pi_");
            }
        }
    }
}
