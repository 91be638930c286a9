package com.moxton.payments.worker.replay;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Spaces records out in time: never more than the rate in any second, and no burst after a standstill. */
final class Pacer {

    private static final long SECOND = 1_000_000_000L;

    private final int rate;
    private final LongSupplier nanoTime;
    private final LongConsumer sleepNanos;
    private long next;

    /**
     * @param rate records a second
     * @param sleepNanos may return early
     */
    Pacer(int rate, LongSupplier nanoTime, LongConsumer sleepNanos) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.sleepNanos = sleepNanos;
        this.next = nanoTime.getAsLong();
    }

    /** How many records to publish at once: a fifth of a second's, so that a pause takes effect soon. */
    int sliceSize() {
        return Math.clamp(rate / 5, 1, LogScan.CHUNK);
    }

    /** Returns when so many more may be published. */
    void await(int records) {
        long wait = next - nanoTime.getAsLong();
        if (wait > 0) {
            sleepNanos.accept(wait);
        }
        next = Math.max(next, nanoTime.getAsLong()) + records * SECOND / rate;
    }
}
