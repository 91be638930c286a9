package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
        @Nullable Instant coveredUntil) {

    /** Of all accounts together: {@code coveredUntil} is that of the one that is furthest behind. */
    static BackfillReport sum(List<BackfillReport> reports) {
        return new BackfillReport(
                Backfills.earliest(reports.stream().map(BackfillReport::from)),
                reports.stream()
                        .map(BackfillReport::to)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                reports.stream().mapToLong(BackfillReport::seen).sum(),
                reports.stream().mapToLong(BackfillReport::rescued).sum(),
                Backfills.earliest(reports.stream().map(BackfillReport::coveredUntil)));
    }
}
