package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of payment-worker through {@code payment.requests}. A request may be delivered more than once; its
 * {@code requestId} makes the second delivery harmless.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PaymentRequest.CreateIntent.class, name = "create-intent"),
    @JsonSubTypes.Type(value = PaymentRequest.Confirm.class, name = "confirm"),
    @JsonSubTypes.Type(value = PaymentRequest.Get.class, name = "get"),
    @JsonSubTypes.Type(value = PaymentRequest.Refresh.class, name = "refresh")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface PaymentRequest {

    /** Unique; the key of the reply. */
    String requestId();

    /** When the request was made, by the clock of the service that published it. */
    Instant requestedAt();

    /** The record's key on {@code payment.requests}. Requests of one key are worked off in order. */
    String key();

    /** A request that a storefront's user made: it is answered on {@code payment.replies}. */
    sealed interface FromUser extends PaymentRequest {
        /** The {@code sub} of the user's token. */
        String userId();
    }

    /**
     * Create a PaymentIntent for an order, or return the open one.
     *
     * @param amount in the currency's major unit
     * @param currency ISO 4217, lower case
     * @param metadata the storefront's own; ours is added when Stripe is called
     * @param idempotencyKey the caller's, at most 255 characters; null when the caller sent none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CreateIntent(
            String requestId,
            Instant requestedAt,
            String userId,
            String orderId,
            BigDecimal amount,
            String currency,
            Map<String, String> metadata,
            @Nullable String idempotencyKey)
            implements FromUser {

        public CreateIntent {
            metadata = Map.copyOf(metadata);
        }

        @Override
        public String key() {
            return orderId;
        }
    }

    /**
     * Confirm a PaymentIntent on the server.
     *
     * @param paymentMethodId Stripe's id of the payment method; null when the intent already has one
     * @param returnUrl where the customer comes back to after authentication elsewhere
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Confirm(
            String requestId,
            Instant requestedAt,
            String userId,
            String intentId,
            @Nullable String paymentMethodId,
            @Nullable String returnUrl,
            @Nullable String idempotencyKey)
            implements FromUser {

        @Override
        public String key() {
            return intentId;
        }
    }

    /** Read a payment's rows. Stripe isn't asked. */
    record Get(String requestId, Instant requestedAt, String userId, String intentId) implements FromUser {

        @Override
        public String key() {
            return intentId;
        }
    }

    /**
     * Ask Stripe for the present state of a payment and take the answer as an observation. Comes from the worker itself
     * and from operations; nobody waits for a reply.
     *
     * @param reason why, for the log and the payment's history
     */
    record Refresh(String requestId, Instant requestedAt, String paymentId, String orderId, String reason)
            implements PaymentRequest {

        /** The reason of those that a schedule repeats by itself, should they come to nothing. */
        public static final String STALE = "stale";

        /** The reason of those that an operator asked for, who sees what came of it and may ask again. */
        public static final String OPERATOR = "operator";

        @Override
        public String key() {
            return orderId;
        }
    }
}
