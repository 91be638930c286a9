package com.moxton.payments.resilience;

import com.moxton.payments.resilience.load.Probe;
import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long it takes, after a fault, until the system does its work again. */
final class Recovery {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final long PAUSE_MS = 50;

    private Recovery() {}

    /**
     * Returns when every instance says that it is ready and a new order has gone all the way to its paid row.
     *
     * @throws IllegalStateException when that takes longer than four minutes
     */
    static Duration await(Installation installation, Probe probe) throws InterruptedException {
        long began = System.nanoTime();
        long deadline = began + PATIENCE.toNanos();
        while (!installation.allReady()) {
            giveUpAfter(deadline, "not every instance is ready");
        }
        while (!probe.isPaid()) {
            giveUpAfter(deadline, "an order doesn't get paid: " + probe);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void giveUpAfter(long deadline, String why) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("Not recovered after " + PATIENCE + ": " + why);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
}
