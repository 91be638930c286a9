package com.moxton.payments.benchmarks.parts;

import java.time.Duration;

/** CPU time that a process has used, all its threads and what it did in the kernel included. */
public final class CpuClock {

    private final ProcessHandle process;
    private Duration from;

    private CpuClock(ProcessHandle process) {
        this.process = process;
        this.from = used();
    }

    /**
     * @throws IllegalArgumentException when there is no such process
     */
    public static CpuClock of(long pid) {
        return new CpuClock(
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("There is no process " + pid)));
    }

    /** Counts from now on. */
    public void restart() {
        from = used();
    }

    /** Since the clock was made or restarted. */
    public double seconds() {
        return used().minus(from).toNanos() / 1e9;
    }

    /** Since the process began. */
    public double sinceStart() {
        return used().toNanos() / 1e9;
    }

    private Duration used() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system doesn't tell the CPU time of a process"));
    }
}
