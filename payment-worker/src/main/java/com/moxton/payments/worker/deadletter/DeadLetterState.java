package com.moxton.payments.worker.deadletter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of a dead letter. */
public enum DeadLetterState {
    /** Nothing yet: somebody has to look. */
    OPEN,
    /** To be published again; that goes on after a crash too. */
    REDRIVING,
    /** Published again; nothing was heard of it since. */
    REDRIVEN,
    /** It has had its effect. */
    RESOLVED,
    /** A newer dead letter took its place: redriven, it failed again, or the same record was given up twice. */
    SUPERSEDED,
    /** Somebody decided that it needs no effect, and said why. */
    DISCARDED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DeadLetterState> fromWire(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
