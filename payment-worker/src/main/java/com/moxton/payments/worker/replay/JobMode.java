package com.moxton.payments.worker.replay;

import java.util.Locale;

/** What a job does with the records it chooses. */
public enum JobMode {
    /** Finds out what they would change, and changes nothing. */
    DRY_RUN,
    /** Publishes them once more. */
    RUN,
    /** Compares the rows with what the log says. */
    AUDIT;

    /** {@code dry-run}, {@code run}, {@code audit}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static JobMode fromWire(String name) {
        for (JobMode mode : values()) {
            if (mode.wireName().equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("Not a mode of a job");
    }
}
