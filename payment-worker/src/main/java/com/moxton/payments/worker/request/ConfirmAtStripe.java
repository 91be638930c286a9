package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest.Confirm;
import com.moxton.payments.worker.stripe.IntentToConfirm;
import com.moxton.payments.worker.stripe.StripeAnswer;
import com.moxton.payments.worker.stripe.StripeCallException;
import com.moxton.payments.worker.stripe.StripeCardException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeGateways;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls Stripe's confirm and says what came of it. Each request has a key of its own: Stripe never takes the money of one
 * intent twice, under whatever keys it is confirmed, and says so by the intent's state.
 */
@Component
class ConfirmAtStripe {
    private static final String UNEXPECTED_STATE = "payment_intent_unexpected_state";

    private final StripeGateways stripe;
    private final IntentOfPayment keys;

    ConfirmAtStripe(StripeGateways stripe, IntentOfPayment keys) {
        this.stripe = stripe;
        this.keys = keys;
    }

    /**
     * @param present the intent as it is now, to be observed; null when Stripe did not show it
     */
    record Verdict(Outcome outcome, @Nullable StripeAnswer present) {}

    /** @param account the payment's */
    Verdict confirm(Confirm request, @Nullable String account) {
        String intentId = request.intentId();
        if (keys.isKeyTooOld(request.requestedAt())) {
            return show(account, intentId);
        }
        try {
            StripeAnswer answer = stripe.of(account)
                    .confirm(new IntentToConfirm(
                            "confirm-" + request.requestId(),
                            intentId,
                            request.paymentMethodId(),
                            request.returnUrl()));
            // A replayed answer shows what was the case before a crash.
            return answer.replayed() ? show(account, intentId) : shown(answer);
        } catch (StripeCardException e) {
            return new Verdict(Refusals.cardDeclined(e.error()), present(e.answer(), account, intentId));
        } catch (StripeInvalidRequestException e) {
            return invalid(e, account, intentId);
        } catch (StripeUnavailableException e) {
            return e.replayed() ? failedForGood(account, intentId) : new Verdict(Refusals.stripeUnavailable(), null);
        } catch (StripeCredentialsException e) {
            return new Verdict(Refusals.internalError(), null);
        }
    }

    /** Where the intent stands, without confirming it. */
    Verdict show(@Nullable String account, String intentId) {
        try {
            return shown(stripe.of(account).retrieve(intentId));
        } catch (StripeUnavailableException e) {
            return new Verdict(Refusals.stripeUnavailable(), null);
        } catch (StripeCardException | StripeInvalidRequestException | StripeCredentialsException e) {
            return new Verdict(Refusals.internalError(), null);
        }
    }

    private static Verdict shown(StripeAnswer answer) {
        return new Verdict(confirmed(answer), answer);
    }

    private Verdict invalid(StripeInvalidRequestException e, @Nullable String account, String intentId) {
        boolean stateIsInTheWay = UNEXPECTED_STATE.equals(e.error().code());
        StripeAnswer present = stateIsInTheWay ? present(e.answer(), account, intentId) : null;
        if (present == null) {
            return new Verdict(Refusals.stripeRejected(e), null);
        }
        return switch (present.intent().status()) {
            case SUCCEEDED, PROCESSING, REQUIRES_CAPTURE -> shown(present);
            case CANCELED -> new Verdict(Refusals.canceled(), present);
            default -> new Verdict(Refusals.stripeRejected(e), present);
        };
    }

    /** Stripe's own error sits under the key: this request won't be confirmed any more, unless it has been. */
    private Verdict failedForGood(@Nullable String account, String intentId) {
        StripeAnswer present = present(null, account, intentId);
        if (present == null) {
            return new Verdict(Refusals.stripeUnavailable(), null);
        }
        return switch (present.intent().status()) {
            case SUCCEEDED, PROCESSING, REQUIRES_CAPTURE, REQUIRES_ACTION -> shown(present);
            default -> new Verdict(Refusals.stripeUnavailable(), present);
        };
    }

    /** The intent as the error showed it, unless that is old; else as Stripe shows it now; null when it doesn't. */
    private @Nullable StripeAnswer present(@Nullable StripeAnswer shown, @Nullable String account, String intentId) {
        if (shown != null && !shown.replayed()) {
            return shown;
        }
        try {
            return stripe.of(account).retrieve(intentId);
        } catch (StripeCallException e) {
            // What the error itself says still counts, and a webhook will tell the rest.
            return null;
        }
    }

    private static Outcome.Confirmed confirmed(StripeAnswer answer) {
        return new Outcome.Confirmed(
                answer.intent().intentId(),
                answer.intent().status().wireName(),
                answer.intent().lastError());
    }
}
