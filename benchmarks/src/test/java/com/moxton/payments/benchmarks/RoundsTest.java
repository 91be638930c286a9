package com.moxton.payments.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void reversesTheOrderInEverySecondRound() throws Exception {
        List<String> measured = new ArrayList<>();
        Map<String, Rounds.Contestant<Integer>> contestants = new LinkedHashMap<>();
        for (String name : List.of("a", "b")) {
            contestants.put(name, () -> {
                measured.add(name);
                return measured.size();
            });
        }

        Map<String, List<Integer>> results = Rounds.alternate(3, contestants);

        assertThat(measured).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(results).containsEntry("a", List.of(1, 4, 5)).containsEntry("b", List.of(2, 3, 6));
    }
}
