package com.moxton.payments.worker.payment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stripe told us, at a second, what a PaymentIntent looked like: by an event or by the answer to a call.
 *
 * <p>An answer that Stripe replayed from its idempotency layer shows the intent as it was when the key was first used. It
 * must not be dated by the {@code Date} header of the replay; as a {@code birth} dated by the intent's own {@code created}
 * it does no harm.
 *
 * @param id the event's id, or {@code api:<request id>}; breaks ties, and is the {@code cause_id} of the history
 * @param account the Stripe account whose intent it is; null for the one without a name
 * @param cause the event's type, or {@code api.create}, {@code api.confirm}, {@code api.refresh}
 * @param at the event's {@code created}, or the answer's {@code Date} header; whole seconds
 * @param birth the intent has just been created: below everything else of its second and never in conflict with it
 */
public record Observation(
        String id, @Nullable String account, String cause, Instant at, boolean birth, IntentSnapshot intent) {

    public Observation {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }
}
