package com.moxton.payments.worker.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay, a dry run or an audit: who wants what and why, and how far it has come.
 *
 * @param scanned records looked at
 * @param matched records that were chosen
 * @param done of the chosen records those that were published, or rehearsed, or compared
 * @param result what came out of it; empty before the end
 * @param problem what it met last; null when nothing is in its way
 * @param ranges what is read of each partition; empty before it begins
 */
public record ReplayJob(
        String id,
        JobMode mode,
        JobState state,
        ReplayChoice choice,
        String requestedBy,
        String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt,
        long scanned,
        long matched,
        long done,
        Map<String, Object> result,
        @Nullable String problem,
        List<PartitionRange> ranges) {

    /** How many records there are to look at; 0 before it begins. */
    public long total() {
        return ranges.stream().mapToLong(range -> range.end() - range.begin()).sum();
    }
}
