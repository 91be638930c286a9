package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.key;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.simulator.knob.Fault;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe's rules for idempotency keys, seen from stripe-java. */
class IdempotencyContractTest {

    private static final String CREATE = "POST /v1/payment_intents";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private StripeSimulator simulator;
    private StripeClient stripe;

    @BeforeEach
    void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults().withClock(now::get));
        stripe = SimulatedStripe.client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersTheSameForTheSameKeyAndParameters() throws StripeException {
        PaymentIntent first = create("k-1", "o-1");
        PaymentIntent second = create("k-1", "o-1");

        assertThat(second).isEqualTo(first);
        assertThat(second.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .hasValue("true");
        assertThat(second.getLastResponse().headers().firstValue("Original-Request"))
                .hasValue(first.getLastResponse().requestId());
        assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(simulator.intents()).hasSize(1);
    }

    @Test
    void refusesOtherParameters() throws StripeException {
        create("k-1", "o-1");

        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> create("k-1", "o-2"))
                .satisfies(refused -> assertThat(refused.getStatusCode()).isEqualTo(400))
                .withMessageContaining("same parameters");
    }

    @Test
    void refusesAnotherPath() throws StripeException {
        PaymentIntent intent = create("k-1", "o-1");

        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> confirm(intent, "k-1", "pm_card_visa"))
                .withMessageContaining("same endpoint");
    }

    @Test
    void answersTheSameDeclineWithoutASecondCharge() throws StripeException {
        PaymentIntent intent = create("k-1", "o-1");

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(CardException.class)
                    .isThrownBy(() -> confirm(intent, "c-1", "pm_card_chargeDeclined"));
        }

        assertThat(simulator.events()).extracting("type").containsOnlyOnce("charge.failed");
    }

    @Test
    void answersAStored500Again() throws StripeException {
        simulator.failNext(CREATE, new Fault.Fails(500));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> create("k-1", "o-1"))
                    .satisfies(broken -> assertThat(broken.getStatusCode()).isEqualTo(500));
        }

        assertThat(create("k-2", "o-1").getId()).startsWith("pi_");
        assertThat(simulator.calls().latest()).extracting("replayed").containsExactly(false, true, false);
    }

    @Test
    void forgetsWhatNeverReachedTheEndpoint() throws StripeException {
        simulator.failNext(CREATE, new Fault.Fails(429));
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> create("k-1", "o-1"));
        simulator.failNext(CREATE, new Fault.Fails(503));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> create("k-1", "o-1"));
        simulator.failNext(CREATE, new Fault.DropsBefore());
        assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> create("k-1", "o-1"));

        assertThat(simulator.intents()).isEmpty();
        assertThat(create("k-1", "o-1").getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void forgetsParametersThatMadeNoSense() throws StripeException {
        var nonsense = order("o-1").putExtraParam("amuont", 1).build();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().create(nonsense, key("k-1")));

        assertThat(create("k-1", "o-1").getId()).startsWith("pi_");
    }

    @Test
    void remembersWhatWasDoneThoughTheAnswerWasLost() throws StripeException {
        simulator.failNext(CREATE, new Fault.DropsAfter());
        assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> create("k-1", "o-1"));
        assertThat(simulator.intents()).hasSize(1);

        PaymentIntent again = create("k-1", "o-1");

        assertThat(simulator.intents()).hasSize(1);
        assertThat(simulator.intent(again.getId())).isPresent();
    }

    @Test
    void refusesAKeyThatIsInUse() throws Exception {
        simulator.knobs().latency(Duration.ofMillis(700));
        Map<String, Integer> outcomes = new ConcurrentHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                callers.submit(() -> outcomes.merge(outcomeOfCreate(), 1, Integer::sum));
            }
        }

        assertThat(outcomes).containsOnly(Map.entry("created", 1), Map.entry("idempotency_key_in_use", 7));
        assertThat(simulator.intents()).hasSize(1);
    }

    private String outcomeOfCreate() {
        try {
            create("k-1", "o-1");
            return "created";
        } catch (StripeException e) {
            return String.valueOf(e.getCode());
        }
    }

    @Test
    void forgetsAKeyAfter24Hours() throws StripeException {
        PaymentIntent first = create("k-1", "o-1");
        now.updateAndGet(time -> time.plus(Duration.ofHours(24)).plusSeconds(1));

        assertThat(create("k-1", "o-1").getId()).isNotEqualTo(first.getId());
    }

    private PaymentIntent create(String key, String orderId) throws StripeException {
        return stripe.v1().paymentIntents().create(order(orderId).build(), key(key));
    }

    private PaymentIntent confirm(PaymentIntent intent, String key, String method) throws StripeException {
        return stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith(method), key(key));
    }
}
