package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.parts.GcLog;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What draining a full topic has shown. */
final class DrainFindings {

    static final String WORKER = "worker from its jar";
    static final String TRAINED = "worker with a cache of a run under load";
    static final String ONE_BY_ONE = "one transaction for each event";
    static final String PLAIN = "plain writer, no logic";

    private DrainFindings() {}

    /**
     * What was measured after the warm-up.
     *
     * @param wholeSeconds from the start of the process to the end of the log
     */
    record Drained(
            long events,
            double seconds,
            double wholeSeconds,
            double cpu,
            double databaseCpu,
            double brokerCpu,
            @Nullable GcLog gc) {

        double perSecond() {
            return events / seconds;
        }

        double millisPerThousand(double cpuSeconds) {
            return cpuSeconds * 1_000_000 / events;
        }

        @Override
        public String toString() {
            return "%s events/s, %s s in all; CPU ms per 1,000 events: %s, database %s, broker %s"
                    .formatted(
                            Figures.of(perSecond()),
                            Figures.of(wholeSeconds),
                            Figures.of(millisPerThousand(cpu)),
                            Figures.of(millisPerThousand(databaseCpu)),
                            Figures.of(millisPerThousand(brokerCpu)));
        }
    }

    static Findings of(String method, Map<String, List<Drained>> measured) {
        Map<String, Double> rates = new LinkedHashMap<>();
        measured.forEach((name, drained) -> rates.put(name, rate(drained)));
        List<Goal> goals = new ArrayList<>();
        measured.forEach((name, drained) -> {
            if (isWorker(name)) {
                addGoals(goals, name, drained, measured);
            }
        });
        return new Findings(
                "Draining a full topic",
                method,
                goals,
                List.of(rates(measured), collections(measured)),
                List.of(new Plot(
                        "drain",
                        "Events a second from a full topic into the database",
                        Plot.Kind.BARS,
                        "",
                        "events/s",
                        true,
                        List.of(Plot.Series.bars(
                                "events/s", List.copyOf(rates.keySet()), List.copyOf(rates.values()))))),
                List.of());
    }

    private static boolean isWorker(String name) {
        return name.equals(WORKER) || name.equals(TRAINED);
    }

    private static void addGoals(
            List<Goal> goals, String name, List<Drained> drained, Map<String, List<Drained>> measured) {
        double rate = rate(drained);
        String what = name + ": events a second drained from a full topic";
        goals.add(Goal.atLeast(what, ONE_BY_ONE, 15, rate / rate(measured.getOrDefault(ONE_BY_ONE, List.of())), " ×"));
        goals.add(Goal.atLeast(what, PLAIN, 60, 100 * rate / rate(measured.getOrDefault(PLAIN, List.of())), " %"));
        goals.add(Goal.atMost(
                name + ", at top rate in a heap of 256 MB: collections of the whole heap",
                "–",
                20,
                gc(drained).stream().mapToInt(GcLog::full).max().orElse(0),
                ""));
    }

    private static double rate(List<Drained> drained) {
        return Median.of(drained, Drained::perSecond);
    }

    private static Table rates(Map<String, List<Drained>> measured) {
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((name, drained) -> rows.add(List.of(
                name,
                Figures.of(rate(drained)),
                Figures.of(Median.of(drained, one -> one.millisPerThousand(one.cpu()))),
                Figures.of(Median.of(drained, one -> one.millisPerThousand(one.databaseCpu()))),
                Figures.of(Median.of(drained, one -> one.millisPerThousand(one.brokerCpu()))),
                isWorker(name) ? Figures.of(Median.of(drained, Drained::wholeSeconds)) : "–")));
        return new Table(
                "Medians of the rounds; CPU in milliseconds for 1,000 events; all of the log in seconds from the start of the "
                        + "process.",
                List.of("what", "events/s", "CPU of itself", "of the database", "of the broker", "all of the log, s"),
                rows);
    }

    private static Table collections(Map<String, List<Drained>> measured) {
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((name, drained) -> {
            if (isWorker(name)) {
                rows.add(List.of(
                        name,
                        Figures.of(Median.of(gc(drained), GcLog::collections)),
                        Figures.of(Median.of(gc(drained), GcLog::full)),
                        Figures.of(Median.of(gc(drained), GcLog::pauseSeconds)),
                        Figures.of(Median.of(gc(drained), GcLog::longestPauseMillis)),
                        Figures.of(Median.of(gc(drained), GcLog::liveMegabytes))));
            }
        });
        return new Table(
                "The worker's collector, from its start: medians of the rounds.",
                List.of("", "collections", "of the whole heap", "seconds standing still", "longest ms", "MB left"),
                rows);
    }

    private static List<GcLog> gc(List<Drained> drained) {
        return drained.stream().map(Drained::gc).filter(Objects::nonNull).toList();
    }
}
