package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a run has done so far; also what it had done when it failed. For one thread. */
final class BackfillProgress {

    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable Instant coveredUntil;
    private long seen;
    private long rescued;

    void range(Instant from, Instant to, @Nullable Instant coveredUntil) {
        this.from = from;
        this.to = to;
        this.coveredUntil = coveredUntil;
    }

    void count(int seen, int rescued) {
        this.seen += seen;
        this.rescued += rescued;
    }

    void coveredUntil(Instant second) {
        this.coveredUntil = second;
    }

    @Nullable
    Instant coveredUntil() {
        return coveredUntil;
    }

    long seen() {
        return seen;
    }

    long rescued() {
        return rescued;
    }

    BackfillReport report() {
        return new BackfillReport(from, to, seen, rescued, coveredUntil);
    }
}
