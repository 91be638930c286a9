package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply.NextAction;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a PaymentIntent field by field from Stripe's JSON, so that nothing depends on the API version it was written in:
 * stored events keep theirs for ever, and typed models come back empty for another.
 */
public final class IntentJson {

    private IntentJson() {}

    /**
     * @param intent a {@code payment_intent} object
     * @throws MalformedEventException when a field that we need is missing or makes no sense; its text names the field and
     *     quotes nothing
     */
    public static IntentSnapshot snapshot(JsonNode intent) {
        PaymentStatus status = status(intent);
        Money amount = amount(intent, "amount", text(intent, "currency"));
        return new IntentSnapshot(
                text(intent, "id"),
                status,
                amount,
                received(intent, status, amount),
                error(intent.path("last_payment_error")),
                metadata(intent.path("metadata")),
                Instant.ofEpochSecond(number(intent, "created")));
    }

    static @Nullable ClientSecret clientSecret(JsonNode intent) {
        String secret = optional(intent, "client_secret");
        return secret == null || secret.isBlank() ? null : new ClientSecret(secret);
    }

    static @Nullable NextAction nextAction(JsonNode intent) {
        JsonNode action = intent.path("next_action");
        String type = optional(action, "type");
        return type == null ? null : new NextAction(type, optional(action.path("redirect_to_url"), "url"));
    }

    /** Null when the node is no error object. Named as the events' reader does: two readings of one error are equal. */
    static @Nullable PaymentError error(JsonNode error) {
        if (!error.isObject()) {
            return null;
        }
        String code = optional(error, "code");
        String type = optional(error, "type");
        return new PaymentError(
                code != null ? code : type != null ? type : "unknown",
                optional(error, "decline_code"),
                optional(error, "message"));
    }

    private static BigDecimal received(JsonNode intent, PaymentStatus status, Money amount) {
        if (intent.path("amount_received").isIntegralNumber()) {
            return amount(intent, "amount_received", amount.currency()).amount();
        }
        return status == PaymentStatus.SUCCEEDED ? amount.amount() : BigDecimal.ZERO;
    }

    private static PaymentStatus status(JsonNode intent) {
        try {
            return PaymentStatus.fromStripe(text(intent, "status"));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("Not a PaymentIntent: unknown status");
        }
    }

    private static Money amount(JsonNode intent, String field, String currency) {
        long smallest = number(intent, field);
        try {
            return StripeAmounts.fromStripe(smallest, currency);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("Not a PaymentIntent: %s is no amount of its currency".formatted(field));
        }
    }

    private static Map<String, String> metadata(JsonNode metadata) {
        Map<String, String> values = new HashMap<>();
        metadata.properties().forEach(entry -> {
            if (entry.getValue().isString()) {
                values.put(entry.getKey(), entry.getValue().stringValue());
            }
        });
        return values;
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedEventException("Not a PaymentIntent: %s is not an integer".formatted(field));
        }
        return value.longValue();
    }

    private static String text(JsonNode node, String field) {
        String value = optional(node, field);
        if (value == null || value.isBlank()) {
            throw new MalformedEventException("Not a PaymentIntent: %s is missing".formatted(field));
        }
        return value;
    }

    private static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
