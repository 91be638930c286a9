package com.moxton.payments.benchmarks;

import com.moxton.payments.benchmarks.parts.Parts;

/**
 * What a scenario works with.
 *
 * @param rounds how often each contestant is measured
 * @param scale 1 for figures that count; below that everything is shorter and smaller, to try a scenario
 */
public record Bench(Parts parts, int rounds, double scale) {

    /** A number of records, rows or seconds, scaled; at least 1. */
    public int scaled(int full) {
        return (int) Math.max(1, Math.round(full * scale));
    }

    public void say(String line) {
        System.out.println("  " + line);
    }
}
