package com.moxton.payments.benchmarks.report;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

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

        /**
         * From p1 to p99.
         *
         * @param value of a percentile; what lies below 0.1 is drawn there, for a logarithm has no zero
         */
        public static Series percentiles(String name, DoubleUnaryOperator value) {
            List<Double> percentiles =
                    IntStream.rangeClosed(1, 99).mapToObj(Double::valueOf).toList();
            return line(
                    name,
                    percentiles,
                    percentiles.stream()
                            .map(percentile -> Math.max(0.1, value.applyAsDouble(percentile)))
                            .toList());
        }

        public static Series bars(String name, List<String> labels, List<Double> y) {
            return new Series(name, List.of(), y, labels);
        }
    }
}
