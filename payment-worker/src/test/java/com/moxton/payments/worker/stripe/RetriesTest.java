package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.retry.Backoff;
import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final Backoff QUICK = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));

    private final Retries retries = new Retries(QUICK, 4, Duration.ofMinutes(1));
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    private static StripeUnavailableException failure(Reason reason) {
        return new StripeUnavailableException("no", true, false, reason, null, null);
    }

    private static StripeUnavailableException away() {
        return failure(Reason.AWAY);
    }

    /** Answers after these failures. */
    private String call(Retries retries, List<? extends RuntimeException> failures) {
        return retries.repeat(
                StripeOperation.CREATE,
                () -> {
                    int call = calls.getAndIncrement();
                    if (call < failures.size()) {
                        throw failures.get(call);
                    }
                    return "answer";
                },
                repeated::incrementAndGet);
    }

    private static List<StripeUnavailableException> often(Reason reason) {
        return Stream.generate(() -> failure(reason)).limit(20).toList();
    }

    @Test
    void repeatsTheCallUntilStripeAnswers() {
        assertThat(call(retries, List.of(away(), failure(Reason.TOO_FAST)))).isEqualTo("answer");

        assertThat(calls).hasValue(3);
        assertThat(repeated).hasValue(2);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        assertThatThrownBy(() -> call(retries, often(Reason.AWAY))).isInstanceOf(StripeUnavailableException.class);

        assertThat(calls).hasValue(4);
        assertThat(repeated).hasValue(3);
    }

    @Test
    void countsNoAttemptWhileAnotherCallWithTheKeyIsUnderWay() {
        List<StripeUnavailableException> locks = often(Reason.UNDER_WAY);

        assertThat(call(retries, locks)).isEqualTo("answer");

        assertThat(calls).hasValue(locks.size() + 1);
    }

    @Test
    void beginsNoAttemptAfterTheTotalTime() {
        Retries impatient =
                new Retries(new Backoff(Duration.ofHours(1), Duration.ofHours(1)), 4, Duration.ofSeconds(1));

        assertThatThrownBy(() -> call(impatient, often(Reason.UNDER_WAY)))
                .isInstanceOf(StripeUnavailableException.class);

        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotRepeatWhatStripeAsksNotToRepeat() {
        var kept = new StripeUnavailableException("kept", false, true, null, null);

        assertThatThrownBy(() -> call(retries, List.of(kept))).isSameAs(kept);

        assertThat(calls).hasValue(1);
    }

    @Test
    void burnsNoAttemptsWhileTheBreakerIsOpenOrThereIsNoPermit() {
        for (Reason reason : List.of(Reason.BREAKER_OPEN, Reason.NO_PERMIT)) {
            calls.set(0);
            var withheld = StripeUnavailableException.notCalled("not called", reason);

            assertThatThrownBy(() -> call(retries, List.of(away(), withheld))).isSameAs(withheld);

            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void doesNotRepeatWhatStripeHasDecided() {
        var declined = new StripeCardException(new PaymentError("card_declined", null, null), null, null);

        assertThatThrownBy(() -> call(retries, List.of(declined))).isSameAs(declined);

        assertThat(calls).hasValue(1);
    }

    @Test
    void concludesNothingFromAnInterruption() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> call(retries, often(Reason.AWAY))).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
