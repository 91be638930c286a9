package com.moxton.payments.worker.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payment_requests}.
 *
 * @param firstRequestId the request that came first under the same Idempotency-Key and got no lasting answer; null when
 *     this is the first, or bears no key
 * @param paymentId the payment that it is about; null while none is known, and then it has caused nothing yet
 * @param outcome null while the request is not finished
 * @param replied whether the reply is on its topic
 */
record StoredRequest(
        String requestId,
        @Nullable String firstRequestId,
        String userId,
        String fingerprint,
        Instant requestedAt,
        @Nullable String paymentId,
        @Nullable Outcome outcome,
        boolean replied) {

    /** There is an answer, and it stays. */
    boolean isSettled() {
        return outcome != null && !outcome.mayBeTriedAgain();
    }
}
