package com.moxton.payments.worker.request;

import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.stripe.StripeAnswer;
import org.jspecify.annotations.Nullable;

/** Stripe's answers as observations, each of the account that was asked. */
final class Sightings {

    private Sightings() {}

    /** What the answer's history entries are called: {@code api:<request id>}. */
    static String id(String requestId) {
        return "api:" + requestId;
    }

    /**
     * The answer to a create. Dated by the intent's own creation, which is right for a replayed answer too: that one
     * shows the intent as it was when it was new.
     */
    static Observation ofCreated(String requestId, @Nullable String account, StripeAnswer answer) {
        return new Observation(
                id(requestId), account, "api.create", answer.intent().createdAt(), true, answer.intent());
    }

    /** An answer that shows the intent as it is now. */
    static Observation ofPresent(String requestId, @Nullable String account, String cause, StripeAnswer answer) {
        if (answer.replayed()) {
            throw new IllegalArgumentException("A replayed answer doesn't show the present");
        }
        return new Observation(id(requestId), account, cause, answer.date(), false, answer.intent());
    }
}
