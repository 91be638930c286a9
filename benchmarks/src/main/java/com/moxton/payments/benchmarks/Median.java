package com.moxton.payments.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle one; the mean of the two in the middle when their number is even. */
public final class Median {

    private Median() {}

    public static <T> double of(List<T> measured, ToDoubleFunction<T> figure) {
        double[] sorted = measured.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("The median of nothing");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
