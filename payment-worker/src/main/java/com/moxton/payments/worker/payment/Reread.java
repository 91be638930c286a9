package com.moxton.payments.worker.payment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An observation that is read once more because a bug may have misread it.
 *
 * @param others what else the log knows of the same intent; needed only when the payment misreads the observation, see
 *     {@link Payment#misreads}, and then it is what stands in the place of the misreading
 */
public record Reread(Observation observation, List<Observation> others) {

    public Reread {
        String intentId = observation.intent().intentId();
        others = others.stream()
                .filter(other -> other.intent().intentId().equals(intentId))
                .toList();
    }

    /**
     * @param withdrawn what the payment was misread as, when it is lowered; null when it isn't
     */
    record Result(PaymentState state, @Nullable PaymentStatus withdrawn) {}

    /** What the payment is to show. */
    Result on(Payment payment) {
        PaymentState known = payment.state();
        PaymentState seen = PaymentState.of(observation);
        if (known == null) {
            return new Result(seen, null);
        }
        if (!payment.misreads(observation)) {
            return new Result(known.join(seen), null);
        }
        for (Observation other : others) {
            seen = seen.join(PaymentState.of(other));
        }
        return new Result(seen, seen.isBelow(known) ? known.status() : null);
    }
}
