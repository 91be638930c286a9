package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.inbox.EventOutcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for, as it was typed; what is null or blank is not asked for.
 *
 * @param from when it was processed, inclusive
 * @param to exclusive
 * @param before the {@link Page#next} of the page before
 * @param limit of the page; 50 when it isn't given, 500 at the most
 */
public record EventSearch(
        @Nullable String eventId,
        @Nullable String type,
        @Nullable String outcome,
        @Nullable String intentId,
        @Nullable String from,
        @Nullable String to,
        @Nullable String before,
        @Nullable String limit) {

    /** All that {@code outcome} may be. */
    public static final List<String> OUTCOMES =
            Arrays.stream(EventOutcome.values()).map(EventOutcome::wireName).toList();

    Wanted checked() {
        return new Wanted(
                Input.id("eventId", eventId),
                Input.id("type", type),
                Input.oneOf("outcome", outcome, OUTCOMES),
                Input.id("intentId", intentId),
                Input.time("from", from),
                Input.time("to", to),
                Cursor.parse("before", before),
                Input.limit(limit));
    }

    /** The same, checked and read. */
    record Wanted(
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String outcome,
            @Nullable String intentId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Cursor before,
            int limit) {}
}
