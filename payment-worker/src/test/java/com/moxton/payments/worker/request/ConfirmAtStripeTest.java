package com.moxton.payments.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentRequest.Confirm;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.PaymentStatus;
import com.moxton.payments.worker.stripe.IntentToConfirm;
import com.moxton.payments.worker.stripe.StripeAnswer;
import com.moxton.payments.worker.stripe.StripeCardException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeGateway;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfirmAtStripeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final PaymentError DECLINED = new PaymentError("card_declined", "generic_decline", "Declined.");

    private static final String ACCOUNT = "acct_1";

    private final StripeGateway stripe = mock(StripeGateway.class);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ConfirmAtStripe confirm = new ConfirmAtStripe(this::of, new IntentOfPayment(this::of, clock));

    private StripeGateway of(@Nullable String account) {
        assertThat(account).isEqualTo(ACCOUNT);
        return stripe;
    }

    private static Confirm request(Duration age) {
        return new Confirm("r-1", NOW.minus(age), "user", "pi_1", "pm_1", null, null);
    }

    private static StripeAnswer answer(PaymentStatus status, boolean replayed) {
        IntentSnapshot intent = new IntentSnapshot(
                "pi_1", status, new Money(BigDecimal.TEN, "usd"), BigDecimal.ZERO, null, Map.of(), NOW);
        return new StripeAnswer(intent, NOW, replayed, null, null);
    }

    private ConfirmAtStripe.Verdict verdict(Duration age) {
        return confirm.confirm(request(age), ACCOUNT);
    }

    private static void assertRefused(ConfirmAtStripe.Verdict verdict, Refusal refusal) {
        assertThat(verdict.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static void assertConfirmed(ConfirmAtStripe.Verdict verdict, String status) {
        assertThat(verdict.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Confirmed.class,
                        confirmed -> assertThat(confirmed.status()).isEqualTo(status));
    }

    @Test
    void observesTheAnswer() {
        StripeAnswer succeeded = answer(PaymentStatus.SUCCEEDED, false);
        when(stripe.confirm(new IntentToConfirm("confirm-r-1", "pi_1", "pm_1", null)))
                .thenReturn(succeeded);

        ConfirmAtStripe.Verdict verdict = verdict(Duration.ZERO);

        assertConfirmed(verdict, "succeeded");
        assertThat(verdict.present()).isSameAs(succeeded);
    }

    /** A replayed answer shows the past, and its date is no date of it. */
    @Test
    void looksAgainWhenTheAnswerIsAReplay() {
        when(stripe.confirm(any())).thenReturn(answer(PaymentStatus.PROCESSING, true));
        when(stripe.retrieve("pi_1")).thenReturn(answer(PaymentStatus.SUCCEEDED, false));

        assertConfirmed(verdict(Duration.ZERO), "succeeded");
    }

    @Test
    void looksAgainWhenADeclineIsAReplay() {
        StripeAnswer past = answer(PaymentStatus.REQUIRES_PAYMENT_METHOD, true);
        StripeAnswer present = answer(PaymentStatus.SUCCEEDED, false);
        when(stripe.confirm(any())).thenThrow(new StripeCardException(DECLINED, past, "req_1"));
        when(stripe.retrieve("pi_1")).thenReturn(present);

        ConfirmAtStripe.Verdict verdict = verdict(Duration.ZERO);

        assertRefused(verdict, Refusal.CARD_DECLINED);
        assertThat(verdict.present()).isSameAs(present);
    }

    @Test
    void declinesEvenIfTheIntentCannotBeSeen() {
        when(stripe.confirm(any())).thenThrow(new StripeCardException(DECLINED, null, "req_1"));
        when(stripe.retrieve("pi_1")).thenThrow(new StripeUnavailableException("away", true, false, null, null));

        ConfirmAtStripe.Verdict verdict = verdict(Duration.ZERO);

        assertRefused(verdict, Refusal.CARD_DECLINED);
        assertThat(verdict.present()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "PROCESSING", "REQUIRES_CAPTURE"})
    void takesAnIntentThatGotAheadForConfirmed(PaymentStatus status) {
        when(stripe.confirm(any())).thenThrow(invalid("payment_intent_unexpected_state", answer(status, false)));

        assertConfirmed(verdict(Duration.ZERO), status.wireName());
    }

    @Test
    void saysThatACanceledIntentIsAConflict() {
        when(stripe.confirm(any())).thenThrow(invalid("payment_intent_unexpected_state", null));
        when(stripe.retrieve("pi_1")).thenReturn(answer(PaymentStatus.CANCELED, false));

        assertRefused(verdict(Duration.ZERO), Refusal.PAYMENT_STATE_CONFLICT);
    }

    @Test
    void passesOnThatTheRequestIsWrong() {
        when(stripe.confirm(any())).thenThrow(invalid("resource_missing", null));

        ConfirmAtStripe.Verdict verdict = verdict(Duration.ZERO);

        assertRefused(verdict, Refusal.STRIPE_REJECTED);
        verify(stripe, never()).retrieve(any());
    }

    @Test
    void concludesNothingWhileStripeIsAway() {
        when(stripe.confirm(any())).thenThrow(new StripeUnavailableException("away", true, false, null, null));

        ConfirmAtStripe.Verdict verdict = verdict(Duration.ZERO);

        assertRefused(verdict, Refusal.STRIPE_UNAVAILABLE);
        assertThat(verdict.outcome().mayBeTriedAgain()).isTrue();
    }

    @Test
    void looksWhatAnErrorOfStripesOwnLeftBehind() {
        when(stripe.confirm(any())).thenThrow(new StripeUnavailableException("kept", false, true, null, null));
        when(stripe.retrieve("pi_1"))
                .thenReturn(
                        answer(PaymentStatus.SUCCEEDED, false), answer(PaymentStatus.REQUIRES_PAYMENT_METHOD, false))
                .thenThrow(new StripeUnavailableException("away", true, false, null, null));

        assertConfirmed(verdict(Duration.ZERO), "succeeded");
        assertRefused(verdict(Duration.ZERO), Refusal.STRIPE_UNAVAILABLE);
        assertRefused(verdict(Duration.ZERO), Refusal.STRIPE_UNAVAILABLE);
    }

    @Test
    void tellsNoDetailsOfOurCredentials() {
        when(stripe.confirm(any())).thenThrow(new StripeCredentialsException("refused", "req_1"));

        assertRefused(verdict(Duration.ZERO), Refusal.INTERNAL_ERROR);
    }

    /** Stripe may have forgotten the key: a confirm could take the money of an answer that was lost a second time. */
    @Test
    void neverConfirmsForARequestOfYesterday() {
        when(stripe.retrieve("pi_1")).thenReturn(answer(PaymentStatus.REQUIRES_PAYMENT_METHOD, false));

        assertConfirmed(verdict(Duration.ofHours(24)), "requires_payment_method");
        verify(stripe, never()).confirm(any());
    }

    @Test
    void saysWhatKeepsItFromLooking() {
        when(stripe.retrieve("pi_1"))
                .thenThrow(new StripeUnavailableException("away", true, false, null, null))
                .thenThrow(invalid("resource_missing", null));

        assertRefused(confirm.show(ACCOUNT, "pi_1"), Refusal.STRIPE_UNAVAILABLE);
        assertRefused(confirm.show(ACCOUNT, "pi_1"), Refusal.INTERNAL_ERROR);
    }

    private static StripeInvalidRequestException invalid(String code, @Nullable StripeAnswer answer) {
        return new StripeInvalidRequestException(new PaymentError(code, null, "Not so."), null, false, answer, "req_1");
    }
}
