package com.moxton.payments.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** Keeps a load to its times. */
final class Pace {

    private Pace() {}

    /**
     * Returns at that time, or at once when it is past.
     *
     * @param due by {@link System#nanoTime}
     */
    static void awaitNanos(long due) {
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
            LockSupport.parkNanos(early);
        }
    }
}
