package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the backfill did.
 *
 * @param from the first second it looked at; null when it did not come so far
 * @param to the last one
 * @param seen how many events Stripe showed
 * @param rescued how many of them had not come to us, and are in the log now
 * @param coveredUntil where the cursor stands: up to this second every event is in the log; null when there is none
 */
public record BackfillReport(
        @Nullable Instant from,
        @Nullable Instant to,
        long seen,
        long rescued,
        @Nullable Instant coveredUntil) {}
