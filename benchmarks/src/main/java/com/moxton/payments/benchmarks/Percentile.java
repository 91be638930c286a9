package com.moxton.payments.benchmarks;

/** The value that so many per cent don't exceed: one of those measured, by the nearest rank. */
public final class Percentile {

    private Percentile() {}

    /** @param sorted not empty, the smallest first */
    public static double of(double[] sorted, double percentile) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("A percentile of nothing");
        }
        return sorted[(int) Math.clamp(Math.ceil(percentile / 100 * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
