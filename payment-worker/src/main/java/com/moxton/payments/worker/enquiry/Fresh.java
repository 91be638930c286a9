package com.moxton.payments.worker.enquiry;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at most once in a while, however many ask for it: ten open consoles cost as much as one. Who asks
 * while it is made waits for it.
 */
final class Fresh<T> {

    private final Supplier<T> source;
    private final long keepNanos;
    private @Nullable T value;
    private long madeAt;

    Fresh(Duration keep, Supplier<T> source) {
        this.source = source;
        this.keepNanos = keep.toNanos();
    }

    /** What the source throws is thrown on, and not kept. */
    synchronized T get() {
        T known = value;
        if (known == null || System.nanoTime() - madeAt >= keepNanos) {
            known = source.get();
            value = known;
            madeAt = System.nanoTime();
        }
        return known;
    }
}
