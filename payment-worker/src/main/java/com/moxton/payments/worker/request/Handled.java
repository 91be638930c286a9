package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentReply;
import org.jspecify.annotations.Nullable;

/**
 * A request after its database transactions are committed.
 *
 * @param reply null when nobody waits for one
 * @param paymentId the payment that it moved or may have moved; null when there is none
 * @param effects all that the request has caused; null when that isn't known here, for an earlier attempt may have had a
 *     part in it: then it stands in the history
 * @param before it was all done before, up to the reply: nothing is to be published
 */
record Handled(
        @Nullable PaymentReply reply,
        @Nullable String paymentId,
        @Nullable Effects effects,
        boolean before) {
    static final Handled BEFORE = new Handled(null, null, null, true);

    Handled(@Nullable PaymentReply reply, @Nullable String paymentId) {
        this(reply, paymentId, null);
    }

    Handled(@Nullable PaymentReply reply, @Nullable String paymentId, @Nullable Effects effects) {
        this(reply, paymentId, effects, false);
    }
}
