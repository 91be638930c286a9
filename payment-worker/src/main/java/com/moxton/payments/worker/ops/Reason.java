package com.moxton.payments.worker.ops;

import org.jspecify.annotations.Nullable;

/** Why an operator acts: asked for wherever an act can't be taken back, and kept in the audit. */
public final class Reason {

    static final int LONGEST = 1000;

    private Reason() {}

    /**
     * The reason without the space around it.
     *
     * @throws OpsProblemException when there is none, or more than fits the audit
     */
    public static String required(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw OpsProblemException.badInput("reason", "is required: why is this done?");
        }
        String text = reason.strip();
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw OpsProblemException.badInput("reason", "must have at most %d characters".formatted(LONGEST));
        }
        return text;
    }

    static @Nullable String bounded(@Nullable String reason) {
        return reason == null || reason.codePointCount(0, reason.length()) <= LONGEST
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, LONGEST));
    }
}
