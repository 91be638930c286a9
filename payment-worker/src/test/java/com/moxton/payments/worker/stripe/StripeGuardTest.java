package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.TestClock;
import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StripeGuardTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StripeMeters meters = new StripeMeters(registry);
    private final CircuitBreaker breaker = new StripeBreaker(50, 4, Duration.ofSeconds(60), OPEN_FOR, 2).closed(clock);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();
    private StripeGuard guard = guard(1_000_000, Duration.ZERO);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private StripeGuard guard(int perSecond, Duration maxWait) {
        RateLimiter limiter = new StripeRateLimit(perSecond, maxWait).limiter(nanos::get);
        meters.watch(breaker);
        return new StripeGuard(breaker, limiter, meters);
    }

    private String answer() {
        nanos.addAndGet(1_000_000_000);
        return guard.call(() -> "answer " + calls.incrementAndGet());
    }

    private void fail(RuntimeException failure) {
        nanos.addAndGet(1_000_000_000);
        assertThatThrownBy(() -> guard.call(() -> {
                    calls.incrementAndGet();
                    throw failure;
                }))
                .isSameAs(failure);
    }

    private static StripeUnavailableException unavailable(Reason reason) {
        return new StripeUnavailableException("no", true, false, reason, null, null);
    }

    private Reason withheld() {
        int before = calls.get();
        var failure = catchThrowableOfType(StripeUnavailableException.class, this::answer);
        assertThat(calls).as("calls to Stripe").hasValue(before);
        assertThat(failure.worthRepeating()).isFalse();
        return failure.reason();
    }

    private void open() {
        for (int i = 0; i < 4; i++) {
            fail(unavailable(Reason.AWAY));
        }
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void callsNobodyWhileTheBreakerIsOpen() {
        open();

        assertThat(withheld()).isEqualTo(Reason.BREAKER_OPEN);
        assertThat(registry.counter("payments.stripe.withheld", "reason", "breaker_open")
                        .count())
                .isEqualTo(1);
        assertThat(state("open")).isEqualTo(1);
        assertThat(state("closed")).isZero();
    }

    private double state(String state) {
        return registry.get("payments.stripe.breaker.state")
                .tag("state", state)
                .gauge()
                .value();
    }

    @Test
    void closesByItselfWhenTrialCallsSucceed() {
        open();
        clock.advance(OPEN_FOR.plusMillis(1));

        answer();
        assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
        answer();

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAgainWhenTrialCallsFail() {
        open();
        clock.advance(OPEN_FOR.plusMillis(1));

        fail(unavailable(Reason.AWAY));
        fail(unavailable(Reason.AWAY));

        assertThat(withheld()).isEqualTo(Reason.BREAKER_OPEN);
    }

    /** A 409 is waited for and a 429 slowed down for. To stop calling for them would make an outage of a wait. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNDER_WAY", "TOO_FAST"})
    void staysClosedWhenStripeAsksToWait(Reason reason) {
        for (int i = 0; i < 20; i++) {
            fail(unavailable(reason));
        }

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(20);
    }

    @Test
    void takesAnswersOfStripesOwnForSuccesses() {
        PaymentError error = new PaymentError("card_declined", null, null);
        fail(new StripeCardException(error, null, null));
        fail(new StripeInvalidRequestException(error, null, false, null, null));
        fail(new StripeCredentialsException("refused", null));
        // Kept under an idempotency key: it is of the past.
        fail(new StripeUnavailableException("kept", false, true, null, null));

        assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(4);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void takesReasonsOfOursForNeither() {
        fail(new CancellationException("stopping"));
        fail(new IllegalStateException("a bug"));

        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    /** A trial that ends for a reason of ours must give its place back, else the breaker would wait for it for ever. */
    @Test
    void givesTrialsBackThatSayNothing() {
        open();
        clock.advance(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < 5; i++) {
            fail(new CancellationException("stopping"));
        }

        answer();
        answer();

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void doesNotTakeItsOwnLimitForStripeBeingAway() {
        guard = guard(1, Duration.ZERO);
        guard.call(() -> "the one of this second");

        for (int i = 0; i < 20; i++) {
            StripeUnavailableException failure = catchThrowableOfType(
                    StripeUnavailableException.class, () -> guard.call(() -> calls.incrementAndGet()));
            assertThat(failure.reason()).isEqualTo(Reason.NO_PERMIT);
        }

        assertThat(calls).hasValue(0);
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
        assertThat(answer()).isEqualTo("answer 1");
    }

    @Test
    void givesTrialsBackThatGetNoPermit() {
        open();
        clock.advance(OPEN_FOR.plusMillis(1));
        guard = guard(1, Duration.ZERO);
        guard.call(() -> "the first trial, and the one of this second");

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> guard.call(() -> "no room")).isInstanceOf(StripeUnavailableException.class);
        }
        answer();

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    /** The permits of the next hour are gone, as if as many calls were waiting. */
    private Future<?> callThatWaitsForAnHour() {
        RateLimiter limiter = new StripeRateLimit(1, Duration.ofMinutes(10)).limiter(nanos::get);
        limiter.changeTimeoutDuration(Duration.ofHours(2));
        for (int i = 0; i < 3_600; i++) {
            limiter.reservePermission();
        }
        guard = new StripeGuard(breaker, limiter, meters);
        StripeGuard waiting = guard;
        Future<?> call = threads.submit(() -> waiting.call(() -> calls.incrementAndGet()));
        await().until(() ->
                registry.get("payments.stripe.permit.waiting").gauge().value() == 1);
        return call;
    }

    @Test
    void sendsThoseAwayWhoWaitWhenTheBreakerOpens() {
        Future<?> call = callThatWaitsForAnHour();

        breaker.transitionToOpenState();

        assertThatThrownBy(call::get)
                .cause()
                .isInstanceOfSatisfying(
                        StripeUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BREAKER_OPEN));
        assertThat(calls).hasValue(0);
    }

    @Test
    void sendsThoseAwayWhoWaitWhenTheWorkerStops() {
        Future<?> call = callThatWaitsForAnHour();

        guard.close();

        assertThatThrownBy(call::get).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> guard.call(() -> "too late")).isInstanceOf(CancellationException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void concludesNothingFromAnInterruption() {
        Future<?> call = callThatWaitsForAnHour();

        call.cancel(true);

        await().until(() ->
                registry.get("payments.stripe.permit.waiting").gauge().value() == 0);
        assertThat(calls).hasValue(0);
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }
}
