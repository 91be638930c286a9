package com.moxton.payments.worker.consume;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from {@code min} to {@code max}, each shortened by up to a quarter so that instances don't march in step. */
final class Backoff {

    private final Duration min;
    private final Duration max;
    private Duration next;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
        this.next = min;
    }

    Duration next() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return pause.minus(
                pause.multipliedBy(ThreadLocalRandom.current().nextInt(25)).dividedBy(100));
    }

    void reset() {
        next = min;
    }
}
