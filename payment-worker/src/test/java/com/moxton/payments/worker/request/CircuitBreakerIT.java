package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.request.WorkerBench.PATIENCE;
import static com.moxton.payments.worker.request.WorkerBench.confirm;
import static com.moxton.payments.worker.request.WorkerBench.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentReply.IntentCreated;
import com.moxton.payments.events.PaymentReply.Refused;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentRequest.Refresh;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.simulator.knob.Fault;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Stripe is away: customers hear so at once, nobody calls, nothing is lost, and all goes on by itself when Stripe is back.
 * Time moves when the test says so, hence the breaker is open for exactly as long as it is looked at.
 */
@Timeout(600)
class CircuitBreakerIT {
    private static final String CREATE = "POST /v1/payment_intents";
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private final WorkerBench bench = new WorkerBench();
    private final MovableClock clock = new MovableClock();
    private final ConfigurableApplicationContext worker = bench.startWorkerWith(
            context -> context.getBeanFactory().addBeanPostProcessor(clock),
            "--payments.stripe.attempts=4",
            "--payments.stripe.breaker.minimum-calls=4",
            "--payments.stripe.breaker.window=" + WINDOW.toSeconds() + "s",
            "--payments.stripe.breaker.open-for=" + OPEN_FOR.toSeconds() + "s",
            "--payments.stripe.breaker.trial-calls=2",
            "--payments.reconcile.backfill.enabled=false",
            "--payments.reconcile.stale.enabled=false");
    private final CircuitBreaker breaker = worker.getBean(CircuitBreaker.class);

    @AfterEach
    void stop() {
        bench.close();
    }

    /** ONE_INTENT_PER_ORDER: the very first call made the intent, and its answer was lost. */
    @ParameterizedTest
    @ValueSource(strings = {"refuses connections", "answers 503"})
    void answersAtOnceWhileStripeIsAwayAndResumesWhenItIsBack(String how) {
        String order = bench.order("12", "usd");
        String key = UUID.randomUUID().toString();
        takeStripeAway(how);
        bench.stripe.failNext(CREATE, new Fault.DropsAfter());

        assertUnavailable(create(order, "12", "usd", key));
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        int calls = calls();

        assertUnavailable(create(order, "12", "usd", key));
        assertUnavailable(create(order, "12", "usd"));
        assertUnavailable(create(bench.order("13", "usd"), "13", "usd"));
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        assertThat(calls()).as("calls while the breaker is open").isEqualTo(calls);

        bringStripeBack();
        IntentCreated created = (IntentCreated) bench.ask(create(order, "12", "usd", key));
        IntentCreated again = (IntentCreated) bench.ask(create(order, "12", "usd"));

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(again.intentId()).isEqualTo(created.intentId());
        assertThat(bench.intentsAtStripe(order)).isEqualTo(1);
        assertThat(bench.payments(order)).hasSize(1);
    }

    /** NOTHING_DROPPED: what nobody waits for goes on without Stripe, or waits for it. */
    @Test
    void eventsAndRefreshesGoOn() {
        String told = bench.order("10", "usd");
        String silent = bench.order("11", "usd");
        IntentCreated toBeTold = toBeAuthenticated(told, "10");
        IntentCreated toBeAsked = toBeAuthenticated(silent, "11");
        String stale = bench.order("12", "usd");
        IntentCreated forgotten = bench.intentOf(stale, "12");
        // What went well before is out of the window then.
        clock.advance(WINDOW.plusSeconds(1));
        takeStripeAway("answers 503");
        assertUnavailable(confirm(toBeAsked.intentId(), "pm_card_visa"));
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        int calls = calls();

        assertUnavailable(confirm(toBeAsked.intentId(), "pm_card_visa"));
        // In the lane behind the refresh of its order, and answered all the same: a schedule asks for stale ones again.
        bench.send(refresh(forgotten, stale, Refresh.STALE));
        assertUnavailable(create(stale, "12", "usd"));
        // Paid by webhook.
        bench.stripe.authenticate(toBeTold.intentId(), true);
        bench.deliverEvents(toBeTold.intentId());
        await().atMost(PATIENCE).until(() -> bench.orderStatus(told).equals("paid"));
        // Paid, and to be seen by asking only: this one waits for Stripe, however often it is turned away.
        bench.stripe.authenticate(toBeAsked.intentId(), true);
        double withheld = withheld();
        bench.send(refresh(toBeAsked, silent, "operations"));
        await().atMost(PATIENCE).until(() -> withheld() >= withheld + 3);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        assertThat(calls()).as("calls while the breaker is open").isEqualTo(calls);
        // The poll loops look late until their next poll: the clock has jumped.
        await().atMost(PATIENCE).untilAsserted(this::assertNothingIsRed);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);

        bringStripeBack();
        await().atMost(PATIENCE).until(() -> bench.orderStatus(silent).equals("paid"));
        bench.awaitAllDone();
        assertThat(worker.getBean(MeterRegistry.class)
                        .find("payments.dead.letters")
                        .counters())
                .isNotEmpty()
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    private IntentCreated toBeAuthenticated(String order, String amount) {
        IntentCreated created = bench.intentOf(order, amount);
        bench.ask(confirm(created.intentId(), "pm_card_authenticationRequired"));
        return created;
    }

    private double withheld() {
        return worker.getBean(MeterRegistry.class)
                .counter("payments.stripe.withheld", "reason", "breaker_open")
                .count();
    }

    private void assertNothingIsRed() {
        HealthEndpoint health = worker.getBean(HealthEndpoint.class);
        assertThat(health.healthForPath("stripe").getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
        assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    private static Refresh refresh(IntentCreated created, String order, String reason) {
        return new Refresh(UUID.randomUUID().toString(), Instant.now(), created.paymentId(), order, reason);
    }

    private void assertUnavailable(PaymentRequest request) {
        assertThat(bench.ask(request)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.STRIPE_UNAVAILABLE);
            assertThat(refused.retryAfterSeconds()).isPositive();
        });
    }

    private void takeStripeAway(String how) {
        switch (how) {
            case "refuses connections" -> bench.stripe.knobs().dropBefore(1);
            case "answers 503" -> bench.stripe.knobs().errors(503, 1);
            default -> throw new IllegalArgumentException(how);
        }
    }

    private void bringStripeBack() {
        bench.stripe.knobs().reset();
        clock.advance(OPEN_FOR.plusSeconds(1));
    }

    private int calls() {
        return bench.stripe.calls().counts().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** In place of the worker's clock: as late as it is, and later when told so. */
    private static final class MovableClock extends Clock implements BeanPostProcessor {
        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof Clock ? this : bean;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
