package com.moxton.payments.worker.enquiry;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made at most once in a while, however many ask for it: ten open consoles cost as much as one. While a new
 * one is made the last one is handed out, unless that is too old to be believed.
 */
final class Fresh<T> {

    /** How many times its time a value may be shown while a new one is on its way. */
    private static final int STALE = 5;

    private final Supplier<T> source;
    private final long keepNanos;
    private final Executor maker;
    private final LongSupplier nanos;
    private @Nullable T value;
    private long madeAt;
    private boolean making;

    Fresh(Duration keep, Supplier<T> source) {
        this(keep, source, work -> Thread.ofVirtual().name("fresh").start(work), System::nanoTime);
    }

    Fresh(Duration keep, Supplier<T> source, Executor maker, LongSupplier nanos) {
        this.source = source;
        this.keepNanos = keep.toNanos();
        this.maker = maker;
        this.nanos = nanos;
    }

    /** What the source throws is thrown on to whoever waits for it, and not kept. */
    synchronized T get() {
        T known = value;
        long age = nanos.getAsLong() - madeAt;
        if (known == null || age >= STALE * keepNanos) {
            known = keep(source.get());
        } else if (age >= keepNanos && !making) {
            making = true;
            maker.execute(this::renew);
        }
        return known;
    }

    private void renew() {
        try {
            T made = source.get();
            synchronized (this) {
                keep(made);
            }
        } finally {
            // After a failure the old value grows too old, and then somebody waits and hears of it.
            synchronized (this) {
                making = false;
            }
        }
    }

    private T keep(T made) {
        value = made;
        madeAt = nanos.getAsLong();
        return made;
    }
}
