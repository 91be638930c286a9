package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link PaymentRequest.FromUser}, published on {@code payment.replies} under its request id. A reply
 * may be published more than once; the answers are interchangeable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PaymentReply.IntentCreated.class, name = "intent-created"),
    @JsonSubTypes.Type(value = PaymentReply.IntentConfirmed.class, name = "intent-confirmed"),
    @JsonSubTypes.Type(value = PaymentReply.PaymentFound.class, name = "payment-found"),
    @JsonSubTypes.Type(value = PaymentReply.Refused.class, name = "refused")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface PaymentReply {

    /** The request this answers, and the record's key. */
    String requestId();

    /** Whose request it was: nobody else may read the reply. */
    String userId();

    /**
     * Under the same Idempotency-Key an earlier request got this very answer: its id. Null when the answer is this
     * request's own.
     */
    @Nullable
    String replayedFrom();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IntentCreated(
            String requestId,
            String userId,
            @Nullable String replayedFrom,
            String intentId,
            String paymentId,
            String status,
            ClientSecret clientSecret)
            implements PaymentReply {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IntentConfirmed(
            String requestId,
            String userId,
            @Nullable String replayedFrom,
            String intentId,
            String status,
            @Nullable NextAction nextAction,
            @Nullable PaymentError lastError)
            implements PaymentReply {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PaymentFound(String requestId, String userId, PaymentUpdate payment) implements PaymentReply {
        @Override
        public @Nullable String replayedFrom() {
            return null;
        }
    }

    /**
     * @param detail one sentence for the developer of the storefront; never an exception's message
     * @param error the card error behind {@link Refusal#CARD_DECLINED}; else null
     * @param retryAfterSeconds when it makes sense to try again; null when it doesn't
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            String requestId,
            String userId,
            @Nullable String replayedFrom,
            Refusal refusal,
            String detail,
            @Nullable PaymentError error,
            @Nullable Integer retryAfterSeconds)
            implements PaymentReply {}

    /**
     * What the customer has to do next.
     *
     * @param type Stripe's word: {@code redirect_to_url}, {@code use_stripe_sdk}, …
     * @param redirectUrl where to send the customer, when the type is {@code redirect_to_url}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NextAction(String type, @Nullable String redirectUrl) {}
}
