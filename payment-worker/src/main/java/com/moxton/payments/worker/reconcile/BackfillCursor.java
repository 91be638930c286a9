package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far Stripe's list has been compared with ours. */
interface BackfillCursor {

    State read();

    /** Enters that a run begins. */
    void begin(Instant at);

    /**
     * Moves the cursor. Every event up to that second is in the log, durably.
     *
     * @param expected where the caller found the cursor; null when there was none
     * @return false when somebody else has moved it since, and nothing has changed
     */
    boolean advance(@Nullable Instant expected, Instant to);

    /** Enters that a run came to its end, and what it found. */
    void complete(Instant at, long seen, long rescued);

    /**
     * @param coveredUntil the last second, inclusive, that is done; null before the first run has done any
     * @param lastRunAt when the last run began, whatever became of it; null before the first
     * @param lastCompletedAt when the last run came to its end; null before the first
     * @param lastSeen how many events that run was shown by Stripe
     * @param lastRescued how many of them it had to publish
     */
    record State(
            @Nullable Instant coveredUntil,
            @Nullable Instant lastRunAt,
            @Nullable Instant lastCompletedAt,
            long lastSeen,
            long lastRescued) {
        static final State BLANK = new State(null, null, null, 0, 0);
    }
}
