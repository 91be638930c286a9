package com.moxton.payments.worker.enquiry;

import com.fasterxml.jackson.annotation.JsonValue;
import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that happened to a payment, the oldest first.
 *
 * @param isCut whether there is more than is shown: the newest entries are
 */
public record Timeline(String paymentId, List<Entry> entries, boolean isCut) {

    /** In the order in which things of one moment follow from each other. */
    public enum Kind {
        /** A storefront asked. */
        REQUEST,
        /** An operator did something. */
        ACT,
        /** Stripe was called. */
        CALL,
        /** An event had its effect, or none. */
        EVENT,
        /** An event had its effect, or none, once more. */
        REPLAY,
        DEAD_LETTER,
        /** The payment changed. */
        TRANSITION,
        /** The storefront was answered. */
        REPLY;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param at by the worker's clock, but for requests: those are dated by ingress
     * @param outcome null where there is none
     * @param ref what it is about: of an event the event's id, of a request or reply the request's, of a call Stripe's
     *     request id, of a transition its cause, of a replay the replay's id, of a dead letter its number
     * @param details masked
     * @param position where it lies in the log; null when it doesn't, or nobody noted where
     */
    public record Entry(
            Instant at,
            Kind kind,
            String title,
            @Nullable String outcome,
            @Nullable String ref,
            JsonNode details,
            @Nullable LogPosition position) {}
}
