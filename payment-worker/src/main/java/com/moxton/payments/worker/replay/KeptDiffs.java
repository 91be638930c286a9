package com.moxton.payments.worker.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts all differences of a job and keeps the first. */
final class KeptDiffs {

    private final ReplayDiffs diffs;
    private final String jobId;
    private final int most;
    private final Map<String, Long> changed = new TreeMap<>(Map.of("payments", 0L, "orders", 0L));
    private int kept;

    KeptDiffs(ReplayDiffs diffs, String jobId, int most) {
        this.diffs = diffs;
        this.jobId = jobId;
        this.most = most;
    }

    void add(List<RowDiff> found) {
        found.forEach(diff -> changed.merge(diff.entity() + "s", 1L, Long::sum));
        List<RowDiff> fitting = found.subList(0, Math.min(found.size(), most - kept));
        diffs.append(jobId, kept, fitting);
        kept += fitting.size();
    }

    /** {@code changed} rows by table, and how many of them are kept as {@code diffs}. */
    Map<String, Object> counts() {
        return Map.of("changed", changed, "diffs", kept);
    }
}
