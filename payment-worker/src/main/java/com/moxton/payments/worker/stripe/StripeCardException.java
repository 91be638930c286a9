package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.PaymentError;
import org.jspecify.annotations.Nullable;

/**
 * The card was declined, or something else that only the customer can mend. The same key would give the same answer.
 *
 * @see <a href="https://docs.stripe.com/declines">Stripe: declines</a>
 */
public final class StripeCardException extends StripeCallException {
    private final PaymentError error;
    private final @Nullable StripeAnswer answer;

    public StripeCardException(PaymentError error, @Nullable StripeAnswer answer, @Nullable String stripeRequestId) {
        super("Stripe reports a card error", stripeRequestId, null);
        this.error = error;
        this.answer = answer;
    }

    public PaymentError error() {
        return error;
    }

    /** The intent as the attempt left it; null when Stripe did not show it. */
    public @Nullable StripeAnswer answer() {
        return answer;
    }
}
