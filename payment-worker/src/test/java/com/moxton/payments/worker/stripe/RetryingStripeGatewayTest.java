package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.retry.Backoff;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class RetryingStripeGatewayTest {
    private static final Backoff QUICK = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final IntentToCreate INTENT =
            new IntentToCreate("create-1", new Money(BigDecimal.TEN, "usd"), Map.of());

    private final StripeGateway stripe = mock(StripeGateway.class);
    private final StripeGateway retrying = new RetryingStripeGateway(stripe, QUICK, 4, Duration.ofMinutes(1));
    private final StripeUnavailableException away = new StripeUnavailableException("away", true, false, null, null);

    @Test
    void repeatsTheSameCallUntilStripeAnswers() {
        when(stripe.create(INTENT)).thenThrow(away, away).thenReturn(null);

        retrying.create(INTENT);

        verify(stripe, times(3)).create(INTENT);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        when(stripe.retrieve("pi_1")).thenThrow(away);

        assertThatThrownBy(() -> retrying.retrieve("pi_1")).isSameAs(away);
        verify(stripe, times(4)).retrieve("pi_1");
    }

    @Test
    void countsNoAttemptWhileAnotherCallWithTheKeyIsUnderWay() {
        StripeUnavailableException locked = new StripeUnavailableException("lock", true, false, true, null, null);
        when(stripe.create(INTENT))
                .thenThrow(locked, locked, locked, locked, locked, locked)
                .thenReturn(null);

        retrying.create(INTENT);

        verify(stripe, times(7)).create(INTENT);
    }

    @Test
    void beginsNoAttemptAfterTheTotalTime() {
        StripeGateway impatient = new RetryingStripeGateway(
                stripe, new Backoff(Duration.ofHours(1), Duration.ofHours(1)), 4, Duration.ofSeconds(1));
        when(stripe.retrieve("pi_1")).thenThrow(away);

        assertThatThrownBy(() -> impatient.retrieve("pi_1")).isSameAs(away);
        verify(stripe).retrieve("pi_1");
    }

    @Test
    void doesNotRepeatWhatStripeAsksNotToRepeat() {
        when(stripe.findByPaymentId("p", Instant.EPOCH, Instant.EPOCH))
                .thenThrow(new StripeUnavailableException("kept", false, true, null, null));

        assertThatThrownBy(() -> retrying.findByPaymentId("p", Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(StripeUnavailableException.class);
        verify(stripe).findByPaymentId("p", Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void doesNotRepeatWhatStripeHasDecided() {
        IntentToConfirm confirm = new IntentToConfirm("confirm-1", "pi_1", null, null);
        when(stripe.confirm(confirm))
                .thenThrow(new StripeCardException(new PaymentError("card_declined", null, null), null, null));

        assertThatThrownBy(() -> retrying.confirm(confirm)).isInstanceOf(StripeCardException.class);
        verify(stripe).confirm(confirm);
    }

    @Test
    void passesAnswersThrough() {
        when(stripe.findByPaymentId("p", Instant.EPOCH, Instant.EPOCH)).thenReturn(Optional.empty());

        assertThat(retrying.findByPaymentId("p", Instant.EPOCH, Instant.EPOCH)).isEmpty();
    }

    @Test
    void concludesNothingFromAnInterruption() {
        when(stripe.retrieve("pi_1")).thenThrow(away);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> retrying.retrieve("pi_1")).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
