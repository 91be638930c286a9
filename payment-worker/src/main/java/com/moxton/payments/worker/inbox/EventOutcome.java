package com.moxton.payments.worker.inbox;

import java.util.Locale;

/** {@code processed_events.outcome}. */
public enum EventOutcome {
    /** The payment shows what the event says. */
    APPLIED,
    /** Something that counts more was known already. */
    SUPERSEDED,
    /** Of a type, or of a livemode, that doesn't concern us. */
    IGNORED,
    /** About an intent that is not ours. */
    FOREIGN,
    /** Ours by its metadata; the missing row was rebuilt from it. */
    ADOPTED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
