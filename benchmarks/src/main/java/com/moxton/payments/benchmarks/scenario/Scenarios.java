package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Scenario;
import java.util.Arrays;
import java.util.List;

/** All of them, in the order of the document. */
public final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new IngressScenario(),
            new DrainScenario(),
            new PaidScenario(),
            new FirstMinuteScenario(),
            new CreateIntentScenario(),
            new IntentRateScenario(),
            new DedupScenario(),
            new StartScenario(),
            new ScaleScenario(),
            new PiecesScenario());

    private Scenarios() {}

    public static List<String> order() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /**
     * @param names comma-separated, or {@code true} for all
     */
    public static List<Scenario> named(String names) {
        if (names.isBlank() || names.equals("true")) {
            return ALL;
        }
        return Arrays.stream(names.split(","))
                .map(name -> ALL.stream()
                        .filter(scenario -> scenario.name().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "No scenario is named " + name + "; there are " + order())))
                .toList();
    }
}
