package com.moxton.payments.worker.deadletter;

import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the index knows it. Holds no body, and its texts no secret.
 *
 * @param id ascending in the order in which they were indexed
 * @param position where it lies in its dead-letter topic
 * @param source where the record lies that failed; null when the letter doesn't say
 * @param key of the record: a PaymentIntent or an order
 * @param eventId of Stripe's event; null for requests, and where it could not be read
 * @param requestId null for events, and where it could not be read
 * @param type of the event or the request; null where it could not be read
 * @param forced whether it came by a forced replay
 * @param reason {@code malformed}, {@code orphaned}, {@code failed}
 * @param stage {@code before}, {@code during} or {@code after} its effect
 * @param attempts all redrives included
 * @param formerId the dead letter that this one was before it was redriven
 * @param newerId the one that took its place
 * @param redriveId the replay id of its last redrive
 * @param problem why it could not be redriven
 * @param outcome of the event that it was, once that is processed
 */
public record DeadLetter(
        long id,
        LogPosition position,
        @Nullable LogPosition source,
        @Nullable String key,
        @Nullable String eventId,
        @Nullable String requestId,
        @Nullable String type,
        boolean forced,
        String reason,
        @Nullable String message,
        @Nullable String exceptionClass,
        @Nullable String stage,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        DeadLetterState state,
        @Nullable Long formerId,
        @Nullable Long newerId,
        @Nullable String redriveId,
        @Nullable String redrivenBy,
        @Nullable Instant redrivenAt,
        @Nullable String problem,
        @Nullable String outcome,
        @Nullable Instant resolvedAt,
        @Nullable String discardedBy,
        @Nullable Instant discardedAt,
        @Nullable String discardReason) {

    /** What its acts are written down under in the audit. */
    public String auditSubject() {
        return auditSubject(id);
    }

    static String auditSubject(long id) {
        return "dead-letter-" + id;
    }
}
