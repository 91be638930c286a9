package com.moxton.payments.benchmarks.report;

import java.util.List;

/**
 * A picture of figures.
 *
 * @param name of its file, without an ending
 * @param logarithmic the y axis
 */
public record Plot(String name, String title, Kind kind, String x, String y, boolean logarithmic, List<Series> series) {

    public enum Kind {
        LINES,
        BARS
    }

    /**
     * @param x for bars: their positions, named by {@code labels}
     * @param labels of bars; empty for lines
     */
    public record Series(String name, List<Double> x, List<Double> y, List<String> labels) {

        public static Series line(String name, List<Double> x, List<Double> y) {
            return new Series(name, x, y, List.of());
        }

        public static Series bars(String name, List<String> labels, List<Double> y) {
            return new Series(name, List.of(), y, labels);
        }
    }
}
