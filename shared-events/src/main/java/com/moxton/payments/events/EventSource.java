package com.moxton.payments.events;

import java.util.Optional;

/** How a record came into {@code stripe.events}. */
public enum EventSource {
    WEBHOOK("webhook"),
    BACKFILL("backfill"),
    REPLAY("replay");

    private final String headerValue;

    EventSource(String headerValue) {
        this.headerValue = headerValue;
    }

    /** The value of the {@code source} header. */
    public String headerValue() {
        return headerValue;
    }

    /** The source a header names; empty for a value this version does not know. */
    public static Optional<EventSource> of(String headerValue) {
        for (EventSource source : values()) {
            if (source.headerValue.equals(headerValue)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
