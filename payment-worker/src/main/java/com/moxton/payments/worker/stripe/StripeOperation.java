package com.moxton.payments.worker.stripe;

import org.slf4j.event.Level;

/** The calls we make, by the names that log and metrics show. */
enum StripeOperation {
    CREATE("create"),
    RETRIEVE("retrieve"),
    CONFIRM("confirm"),
    LIST_INTENTS("list_intents"),
    LIST_EVENTS("list_events");

    private final String label;

    StripeOperation(String label) {
        this.label = label;
    }

    /** The backfill lists events every few minutes, page by page, and has a line of its own for all of them. */
    Level level() {
        return this == LIST_EVENTS ? Level.DEBUG : Level.INFO;
    }

    @Override
    public String toString() {
        return label;
    }
}
