package com.moxton.payments.worker.payment;

import org.jspecify.annotations.Nullable;

/** What an observation did to what was known of its payment. */
sealed interface Joined {

    /** The observation counts: this is the state now. */
    record Applied(PaymentState state) implements Joined {}

    /** Something that counts more was known already. */
    record Superseded() implements Joined {}

    /** This very observation was known already. */
    record AlreadyThere() implements Joined {}

    /**
     * The one step of the life cycle, pure.
     *
     * @param known null while nothing was observed of the payment
     */
    static Joined join(@Nullable PaymentState known, Observation observation) {
        PaymentState seen = PaymentState.of(observation);
        if (known == null) {
            return new Applied(seen);
        }
        PaymentState joined = known.join(seen);
        if (!joined.equals(known)) {
            return new Applied(joined);
        }
        return known.observedBy().equals(observation.id()) ? new AlreadyThere() : new Superseded();
    }
}
