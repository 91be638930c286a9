package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.parts.LocalStackRun;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.QuickStart;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it takes until a service is ready, and until the local stack is. */
final class StartScenario implements Scenario {

    private static final double SERVICE_SECONDS = 4;
    private static final double STACK_SECONDS = 20;

    private record Start(double wallSeconds, double cpuSeconds) {}

    private interface Launcher {
        Service start(List<String> program, List<String> jvm) throws Exception;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        Parts parts = bench.parts();
        List<Goal> goals = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        try (Schema schema = parts.database().newSchema()) {
            measure(bench, "ingress-service", (program, jvm) -> parts.ingress(program, jvm, Map.of()), goals, rows);
            measure(
                    bench,
                    "payment-worker",
                    (program, jvm) -> parts.worker(program, jvm, schema, Map.of()),
                    goals,
                    rows);
        }
        stack(bench, goals, rows);
        return new Findings(
                "Start",
                "From the start of the process to the first 200 of its readiness, with its broker and its database on the same "
                        + "machine, topics and tables present; heap and collector as for all figures of this page. The "
                        + "local stack: from the command to the line READY, everything compiled, on data that is there. CPU "
                        + "seconds are the process's own; the stack's are those of Maven and of all that it has started.",
                goals,
                List.of(new Table("Medians.", List.of("what", "ready after s", "CPU s"), rows)),
                List.of(),
                List.of("How the caches are made: docs/operations.md, \"Quick start of the services\"."));
    }

    private static void measure(
            Bench bench, String service, Launcher launcher, List<Goal> goals, List<List<String>> rows)
            throws Exception {
        QuickStart quick = QuickStart.extract(
                bench.parts().jar(service), bench.parts().directory().resolve(service));
        Map<String, Rounds.Contestant<Start>> contestants = new LinkedHashMap<>();
        contestants.put("its jar", () -> once(launcher, quick.jar(), Parts.SERVICE_JVM));
        contestants.put("its jar, extracted", () -> once(launcher, quick.extracted(), Parts.SERVICE_JVM));
        for (QuickStart.Cache cache : QuickStart.Cache.values()) {
            if (cache.isKnownHere()) {
                launcher.start(quick.extracted(), quick.train(cache)).close();
                quick.awaitMade(cache);
                contestants.put(cache.label(), () -> once(launcher, quick.extracted(), quick.use(cache)));
            }
        }
        // The first start makes topics and tables.
        once(launcher, quick.jar(), Parts.SERVICE_JVM);
        Map<String, List<Start>> starts = Rounds.alternate(bench.rounds(), contestants);
        starts.forEach((way, times) -> rows.add(row(service + ", " + way, times)));
        goals.add(Goal.atMost(
                service + " ready, with a cache of its classes",
                "–",
                SERVICE_SECONDS,
                starts.entrySet().stream()
                        .filter(way -> isCached(way.getKey()))
                        .mapToDouble(way -> Median.of(way.getValue(), Start::wallSeconds))
                        .min()
                        .orElse(Double.NaN),
                " s"));
    }

    private static boolean isCached(String way) {
        return Arrays.stream(QuickStart.Cache.values())
                .anyMatch(cache -> cache.label().equals(way));
    }

    private static Start once(Launcher launcher, List<String> program, List<String> jvm) throws Exception {
        long began = System.nanoTime();
        try (Service service = launcher.start(program, jvm)) {
            double wall = (System.nanoTime() - began) / 1e9;
            return new Start(wall, service.cpu().sinceStart());
        }
    }

    private static void stack(Bench bench, List<Goal> goals, List<List<String>> rows) throws Exception {
        LocalStackRun stack =
                new LocalStackRun(bench.parts().project(), bench.parts().directory());
        // It makes data directory and archives.
        stack.start();
        List<Start> starts = new ArrayList<>();
        for (int round = 0; round < Math.min(3, bench.rounds()); round++) {
            LocalStackRun.Ready ready = stack.start();
            bench.say("local-stack: " + ready);
            starts.add(new Start(ready.wallSeconds(), ready.cpuSeconds()));
        }
        rows.add(row("local-stack, ./mvnw -pl local-stack -am spring-boot:run", starts));
        goals.add(Goal.atMost(
                "local-stack READY, warm", "–", STACK_SECONDS, Median.of(starts, Start::wallSeconds), " s"));
    }

    private static List<String> row(String what, List<Start> starts) {
        return List.of(
                what,
                Figures.of(Median.of(starts, Start::wallSeconds)),
                Figures.of(Median.of(starts, Start::cpuSeconds)));
    }
}
