package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.stripe.StripeInvalidRequestException;
import java.util.Optional;

/** The sentences that a storefront's developer reads. */
final class Refusals {
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int LONGEST_DETAIL = 500;

    private Refusals() {}

    static Outcome.Refused orderNotFound() {
        return Outcome.Refused.of(Refusal.ORDER_NOT_FOUND, "There is no such order of this user.");
    }

    static Outcome.Refused paymentNotFound() {
        return Outcome.Refused.of(Refusal.PAYMENT_NOT_FOUND, "There is no such payment of this user.");
    }

    static Outcome.Refused amountMismatch() {
        return Outcome.Refused.of(Refusal.AMOUNT_MISMATCH, "Amount or currency differ from the order's.");
    }

    /** The order's cost was changed after an intent was created for it. */
    static Outcome.Refused costChanged() {
        return Outcome.Refused.of(
                Refusal.AMOUNT_MISMATCH,
                "The order's amount was changed while a PaymentIntent for its former amount is open.");
    }

    static Outcome.Refused idempotencyKeyReused() {
        return Outcome.Refused.of(
                Refusal.IDEMPOTENCY_KEY_REUSED, "This Idempotency-Key was used before with another request.");
    }

    static Outcome.Refused canceled() {
        return Outcome.Refused.of(Refusal.PAYMENT_STATE_CONFLICT, "The PaymentIntent is canceled.");
    }

    /** Empty when the order may be paid. */
    static Optional<Outcome.Refused> notPayable(Order order) {
        return switch (order.status()) {
            case PENDING, PAYMENT_FAILED -> Optional.empty();
            case PAID -> Optional.of(Outcome.Refused.of(Refusal.ORDER_ALREADY_PAID, "The order is paid already."));
            case CANCELED -> Optional.of(Outcome.Refused.of(Refusal.ORDER_CANCELED, "The order is canceled."));
            case REVIEW ->
                Optional.of(Outcome.Refused.of(
                        Refusal.ORDER_IN_REVIEW, "Money for the order has arrived, and a person has to look at it."));
        };
    }

    static Outcome.Refused cardDeclined(PaymentError error) {
        return new Outcome.Refused(Refusal.CARD_DECLINED, "The card was declined.", error, null);
    }

    /** Stripe's text for developers says what to change; it quotes nothing but the request. */
    static Outcome.Refused stripeRejected(StripeInvalidRequestException e) {
        String message = e.error().message();
        String detail = message == null ? "Stripe refused the request." : "Stripe refused the request: " + message;
        return Outcome.Refused.of(
                Refusal.STRIPE_REJECTED, detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)));
    }

    static Outcome.Refused stripeUnavailable() {
        return new Outcome.Refused(
                Refusal.STRIPE_UNAVAILABLE,
                "Stripe can't be reached right now. Nothing is lost: repeat the request.",
                null,
                RETRY_AFTER_SECONDS);
    }

    /** Nobody is there to read it: replies are kept for a quarter of an hour. It may be tried again. */
    static Outcome.Refused tooOld() {
        return new Outcome.Refused(
                Refusal.STRIPE_UNAVAILABLE,
                "The request could not be carried out within a day, and won't be any more: repeat it.",
                null,
                RETRY_AFTER_SECONDS);
    }

    /** Said before anything was written or Stripe was called. */
    static Outcome.Refused unavailable() {
        return new Outcome.Refused(
                Refusal.WORKER_UNAVAILABLE,
                "The request could not be carried out right now, and nothing was begun: repeat it.",
                null,
                RETRY_AFTER_SECONDS);
    }

    static Outcome.Refused internalError() {
        return Outcome.Refused.of(
                Refusal.INTERNAL_ERROR, "The request could not be carried out. The operators have been told.");
    }
}
