package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.payment.PaymentStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which payments are asked for, as it was typed; what is null or blank is not asked for.
 *
 * @param any the id of a payment, an intent, an order, an event, a request or a user
 * @param from when it was created, inclusive
 * @param to exclusive
 * @param before the {@link Page#next} of the page before
 * @param limit of the page; 50 when it isn't given, 500 at the most
 */
public record PaymentSearch(
        @Nullable String any,
        @Nullable String paymentId,
        @Nullable String intentId,
        @Nullable String orderId,
        @Nullable String userId,
        @Nullable String status,
        @Nullable String from,
        @Nullable String to,
        @Nullable String before,
        @Nullable String limit) {

    /** All that {@code status} may be. */
    public static final List<String> STATUSES =
            Arrays.stream(PaymentStatus.values()).map(PaymentStatus::wireName).toList();

    Wanted checked() {
        return new Wanted(
                Input.text("any", any),
                Input.id("paymentId", paymentId),
                Input.id("intentId", intentId),
                Input.id("orderId", orderId),
                Input.text("userId", userId),
                Input.oneOf("status", status, STATUSES),
                Input.time("from", from),
                Input.time("to", to),
                Cursor.parse("before", before),
                Input.limit(limit));
    }

    /** The same, checked and read. */
    record Wanted(
            @Nullable String any,
            @Nullable String paymentId,
            @Nullable String intentId,
            @Nullable String orderId,
            @Nullable String userId,
            @Nullable String status,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Cursor before,
            int limit) {}
}
