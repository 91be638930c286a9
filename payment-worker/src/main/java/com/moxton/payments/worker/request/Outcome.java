package com.moxton.payments.worker.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, as it is kept in {@code payment_requests}. There is no place in it for a client secret, nor for a
 * next action, whose address carries one: both are fetched from Stripe again when the answer is given again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Outcome.Confirmed.class, name = "confirmed"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Outcome {

    /** Whether another request under the same Idempotency-Key is to try again instead of getting this answer. */
    @JsonIgnore
    default boolean mayBeTriedAgain() {
        return false;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Created(String intentId, String paymentId, String status) implements Outcome {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Confirmed(
            String intentId, String status, @Nullable PaymentError lastError) implements Outcome {}

    /** See {@link com.moxton.payments.events.PaymentReply.Refused}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            Refusal refusal,
            String detail,
            @Nullable PaymentError error,
            @Nullable Integer retryAfterSeconds) implements Outcome {

        static Refused of(Refusal refusal, String detail) {
            return new Refused(refusal, detail, null, null);
        }

        @Override
        public boolean mayBeTriedAgain() {
            return refusal == Refusal.STRIPE_UNAVAILABLE || refusal == Refusal.INTERNAL_ERROR;
        }
    }
}
