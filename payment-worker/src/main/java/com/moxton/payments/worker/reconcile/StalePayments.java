package com.moxton.payments.worker.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Which payments are to be looked up at Stripe, and when they were. */
interface StalePayments {

    /**
     * Payments that are due. Those without an answer of Stripe come first, because nobody can pay the order while they
     * stand; then those that have been silent for longest.
     *
     * @param untouchedSince the payment shows nothing newer than this
     * @param createdSince older payments are left alone
     * @param now payments that have been asked for are due when their pause is over by this
     */
    List<StalePayment> due(Instant untouchedSince, Instant createdSince, Instant now, int limit);

    /**
     * Enters that the payments have been asked for.
     *
     * @param pauseAfter until they may be again, by the number of attempts, this one included
     */
    void asked(Collection<StalePayment> payments, Instant at, Function<Integer, Duration> pauseAfter);

    /** Forgets what was due so long ago that the payment must have come to its end. */
    void forget(Instant dueBefore);
}
