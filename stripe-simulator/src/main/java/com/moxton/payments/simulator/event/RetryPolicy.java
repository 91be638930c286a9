package com.moxton.payments.simulator.event;

import java.time.Duration;

/**
 * How often and with which pauses a webhook is tried. Stripe goes on for three days in live mode; a simulator has less
 * patience.
 *
 * @param maxAttempts how many attempts in all; at least 1
 * @param firstPause before the second attempt; doubles each time
 * @param longestPause no pause is longer
 * @param timeout how long an endpoint may take to answer
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration longestPause, Duration timeout) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(40, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(20));

    private static final int LARGEST_SHIFT = 20;

    Duration pauseAfter(int attempts) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(LARGEST_SHIFT, Math.max(0, attempts - 1)));
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
