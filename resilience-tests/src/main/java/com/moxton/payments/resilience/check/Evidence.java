package com.moxton.payments.resilience.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the orders of one run, from three sides that know nothing of each other: what Stripe did and what
 * customers were told (the truth), what the log says, and the rows.
 *
 * @param intents at Stripe
 * @param events that Stripe made, of all types
 * @param intentsTold the ids that each order's customer was given
 * @param paymentsTold orders whose customer was told that the payment succeeded
 * @param poison where unprocessable records were put: {@code stripe.events:3:17}. Each must be a dead letter, and no other
 * @param log the records of {@code stripe.events}
 * @param updates the records of {@code payment.updates}, in the order of the log
 * @param deadLetters the records of both dead-letter topics
 * @param unanswered requests without {@code replied_at}
 */
public record Evidence(
        List<Intent> intents,
        List<Event> events,
        Map<String, Set<String>> intentsTold,
        Set<String> paymentsTold,
        Set<String> poison,
        List<LogRecord> log,
        List<Update> updates,
        List<DeadLetter> deadLetters,
        List<OrderRow> orders,
        List<PaymentRow> payments,
        List<HistoryRow> history,
        List<ProcessedEvent> processed,
        List<String> unanswered) {

    /** @param amountReceived in the smallest unit */
    public record Intent(String id, String status, String orderId, String paymentId, long amount, long amountReceived) {

        public boolean succeeded() {
            return status.equals("succeeded");
        }

        public boolean isOpen() {
            return !succeeded() && !status.equals("canceled");
        }
    }

    /** @param accepted whether it was answered 2xx at least once */
    public record Event(String id, String type, boolean accepted) {}

    public record LogRecord(String eventId, int partition, long offset) {}

    /** @param content all of it but the version, as text */
    public record Update(String paymentId, long version, String content) {}

    /**
     * @param source where the record lay: {@code stripe.events:3:17}
     * @param eventId null when it had none
     */
    public record DeadLetter(String source, @Nullable String eventId, String reason) {}

    public record OrderRow(String id, String status, boolean hasPaidAt) {}

    /** @param amountReceived in the major unit times 100 */
    public record PaymentRow(
            String id,
            String orderId,
            @Nullable String intentId,
            String status,
            long amount,
            long amountReceived,
            long version) {}

    /** @param error code, decline code and message */
    public record HistoryRow(
            String paymentId,
            long version,
            @Nullable String from,
            String to,
            String orderStatus,
            String error,
            String causeId) {}

    public record ProcessedEvent(String eventId, String outcome, int partition, long offset) {}
}
