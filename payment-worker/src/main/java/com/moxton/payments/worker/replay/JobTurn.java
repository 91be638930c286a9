package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.replay.JdbcReplayJobs.Progress;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One runner's turn at a job: what it may do to the job's row. */
final class JobTurn {

    private static final long GLANCE_NANOS = 300_000_000L;

    private final ReplayJob job;
    private final String runner;
    private final JdbcReplayJobs jobs;
    private final BooleanSupplier stopping;
    private boolean over;
    private long glanced;

    /**
     * @param stopping whether this instance shuts down
     */
    JobTurn(ReplayJob job, String runner, JdbcReplayJobs jobs, BooleanSupplier stopping) {
        this.job = job;
        this.runner = runner;
        this.jobs = jobs;
        this.stopping = stopping;
    }

    /** As it was when the turn began. */
    ReplayJob job() {
        return job;
    }

    /** What it reads: fixed by whoever asks first. */
    List<PartitionRange> fixed(Supplier<List<PartitionRange>> ranges) {
        List<PartitionRange> known = jobs.ranges(job.id());
        if (known.isEmpty()) {
            jobs.fix(job.id(), ranges.get());
            known = jobs.ranges(job.id());
        }
        return known;
    }

    /** Saves how far it has come. False, now and ever after, when the turn is over. */
    boolean progress(Progress progress, @Nullable PartitionRange moved, Map<Integer, Long> published) {
        if (!jobs.progress(job.id(), runner, progress, moved, published) || stopping.getAsBoolean()) {
            over = true;
        }
        return !over;
    }

    /** As {@link #progress} where nothing depends on it: often asked, and saved now and then. */
    boolean glance(Progress progress) {
        long now = System.nanoTime();
        if (now - glanced >= GLANCE_NANOS && !over) {
            glanced = now;
            progress(progress, null, Map.of());
        }
        return !over;
    }

    boolean isOver() {
        return over;
    }

    void finish(JobState state, Map<String, Object> result) {
        jobs.finish(job.id(), runner, state, result, null);
    }
}
