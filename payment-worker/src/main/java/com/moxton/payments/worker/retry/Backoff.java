package com.moxton.payments.worker.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double from {@code first} to {@code longest}. Each is drawn from its upper half, so that many who failed
 * together don't come back together.
 *
 * @param first the pause after the first failure
 * @param longest no pause is longer
 */
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off needs 0 < first <= longest");
        }
    }

    /**
     * @param failures how many attempts have failed, at least 1
     */
    public Duration pause(int failures) {
        long ceiling = ceiling(failures).toNanos();
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling) + 1);
    }

    private Duration ceiling(int failures) {
        Duration ceiling = first;
        for (int i = 1; i < failures && ceiling.compareTo(longest) < 0; i++) {
            ceiling = ceiling.multipliedBy(2);
        }
        return ceiling.compareTo(longest) < 0 ? ceiling : longest;
    }
}
