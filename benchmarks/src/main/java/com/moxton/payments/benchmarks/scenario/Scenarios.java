package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All of them. */
public final class Scenarios {

    /** In the order of the document. */
    private static final List<Scenario> DOCUMENTED = List.of(
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

    /** For who works on the system: asked for by name alone, and nothing is kept of them. */
    private static final List<Scenario> OTHERS = List.of(new PaidAgainstScenario());

    private Scenarios() {}

    /** Names, in the order of the document. */
    public static List<String> order() {
        return DOCUMENTED.stream().map(Scenario::name).toList();
    }

    /**
     * @param names comma-separated, or {@code true} for all that are documented
     */
    public static List<Scenario> named(String names) {
        if (names.isBlank() || names.equals("true")) {
            return DOCUMENTED;
        }
        return Arrays.stream(names.split(","))
                .map(name -> Stream.concat(DOCUMENTED.stream(), OTHERS.stream())
                        .filter(scenario -> scenario.name().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "No scenario is named " + name + "; there are " + order())))
                .toList();
    }
}
