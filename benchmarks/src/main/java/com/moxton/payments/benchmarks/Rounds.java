package com.moxton.payments.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures contestants in turns. In every second round the order is reversed, so that what warms up, fills up or slows down
 * over time favours none of them.
 */
public final class Rounds {

    private Rounds() {}

    /** One measurement of one contestant. */
    public interface Contestant<T> {
        T measure() throws Exception;
    }

    /**
     * @return for each contestant its measurements, in the order of the rounds
     */
    public static <T> Map<String, List<T>> alternate(int rounds, Map<String, Contestant<T>> contestants)
            throws Exception {
        Map<String, List<T>> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            List<Map.Entry<String, Contestant<T>>> order = new ArrayList<>(contestants.entrySet());
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (var contestant : order) {
                T result = contestant.getValue().measure();
                measured.computeIfAbsent(contestant.getKey(), name -> new ArrayList<>())
                        .add(result);
                System.out.printf("  round %d of %d, %s: %s%n", round + 1, rounds, contestant.getKey(), result);
            }
        }
        return measured;
    }
}
