package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the journal has to know of a request.
 *
 * @param firstRequestId see {@link StoredRequest}
 */
record NewRequest(
        String requestId,
        String userId,
        String kind,
        @Nullable String idempotencyKey,
        @Nullable String firstRequestId,
        String fingerprint,
        @Nullable String orderId,
        @Nullable String intentId,
        Instant requestedAt) {

    static NewRequest of(PaymentRequest.CreateIntent request) {
        return new NewRequest(
                request.requestId(),
                request.userId(),
                "create-intent",
                request.idempotencyKey(),
                null,
                Fingerprint.of(request),
                request.orderId(),
                null,
                request.requestedAt());
    }

    static NewRequest of(PaymentRequest.Confirm request) {
        return new NewRequest(
                request.requestId(),
                request.userId(),
                "confirm",
                request.idempotencyKey(),
                null,
                Fingerprint.of(request),
                null,
                request.intentId(),
                request.requestedAt());
    }

    /** Only the first under a key bears it; the others name that one. */
    NewRequest after(String first) {
        return new NewRequest(requestId, userId, kind, null, first, fingerprint, orderId, intentId, requestedAt);
    }
}
