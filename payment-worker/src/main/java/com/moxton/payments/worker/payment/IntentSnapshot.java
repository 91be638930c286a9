package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A PaymentIntent as Stripe showed it once, in an event or in an answer. It holds no client secret.
 *
 * @param status one of Stripe's own
 * @param amountReceived in the major unit of the amount's currency; 0 while no money has arrived
 * @param lastError null when the last attempt did not fail
 * @param metadata ours ({@value #ORDER_ID}, {@value #PAYMENT_ID}, {@value #REQUEST_ID}) and the storefront's
 * @param createdAt when Stripe created the intent, whole seconds
 */
public record IntentSnapshot(
        String intentId,
        PaymentStatus status,
        Money amount,
        BigDecimal amountReceived,
        @Nullable PaymentError lastError,
        Map<String, String> metadata,
        Instant createdAt) {

    /** Keys of the metadata that the worker gives each intent it creates. */
    public static final String ORDER_ID = "order_id";

    public static final String PAYMENT_ID = "payment_id";
    public static final String REQUEST_ID = "request_id";

    public IntentSnapshot {
        if (status.finality() == PaymentStatus.Finality.UNSEEN) {
            throw new IllegalArgumentException(status + " is not a status of a PaymentIntent");
        }
        lastError = bounded(lastError);
        amountReceived = new Money(amountReceived, amount.currency()).amount();
        metadata = Map.copyOf(metadata);
        createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whose payment this says to be; empty when the intent is none of ours. */
    Optional<Ownership> ownership() {
        String orderId = metadata.get(ORDER_ID);
        String paymentId = metadata.get(PAYMENT_ID);
        if (orderId == null || orderId.isBlank() || paymentId == null || !isUuid(paymentId)) {
            return Optional.empty();
        }
        return Optional.of(new Ownership(orderId, paymentId));
    }

    /** Cut to what the row holds, so that a state that was stored and read again is still equal to itself. */
    private static @Nullable PaymentError bounded(@Nullable PaymentError error) {
        return error == null
                ? null
                : new PaymentError(
                        bounded(error.code(), 64), bounded(error.declineCode(), 64), bounded(error.message(), 1000));
    }

    private static @Nullable String bounded(@Nullable String text, int codePoints) {
        return text == null || text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private static boolean isUuid(String text) {
        try {
            // Only the canonical form: UUID.fromString takes abbreviations too.
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    record Ownership(String orderId, String paymentId) {}
}
