package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.payment.IntentSnapshot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about, as far as it is known before Stripe answers.
 *
 * @param page of a listing; null for other calls
 */
record CallSubject(
        @Nullable String intentId,
        @Nullable String paymentId,
        @Nullable String orderId,
        @Nullable String page) {

    static CallSubject intent(String intentId) {
        return new CallSubject(intentId, null, null, null);
    }

    static CallSubject payment(String paymentId) {
        return new CallSubject(null, paymentId, null, null);
    }

    static CallSubject page(String page) {
        return new CallSubject(null, null, null, page);
    }

    /** An intent that doesn't exist yet, by the metadata it is to bear. */
    static CallSubject ofMetadata(Map<String, String> metadata) {
        return new CallSubject(
                null, metadata.get(IntentSnapshot.PAYMENT_ID), metadata.get(IntentSnapshot.ORDER_ID), null);
    }

    /** For the log; null when nothing is known. */
    @Nullable
    String about() {
        return intentId != null ? intentId : paymentId != null ? paymentId : page;
    }
}
