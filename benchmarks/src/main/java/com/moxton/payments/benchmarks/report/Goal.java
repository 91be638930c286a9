package com.moxton.payments.benchmarks.report;

/**
 * A figure that was to be reached.
 *
 * @param what is measured
 * @param reference what it is compared with, measured in the same run; a dash when nothing
 * @param reach what it should be, in words
 * @param reached what it is, in words
 * @param met whether that is enough
 */
public record Goal(String what, String reference, String reach, String reached, boolean met) {

    public static Goal atLeast(String what, String reference, double reach, double reached, String unit) {
        return new Goal(what, reference, "≥ " + Figures.of(reach) + unit, Figures.of(reached) + unit, reached >= reach);
    }

    public static Goal atMost(String what, String reference, double reach, double reached, String unit) {
        return new Goal(what, reference, "≤ " + Figures.of(reach) + unit, Figures.of(reached) + unit, reached <= reach);
    }
}
