package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.PaidWatch;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Database;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a change does to the time from a webhook to the paid order: the services of this project and those of another
 * checkout, built there. Two runs one after the other don't tell, for a machine's own speed differs by more; so each build
 * has broker, schema and services of its own for the whole run, both are warm, and they have the load in turns.
 *
 * <p>Not part of the document: what it is against is gone tomorrow. System property {@code benchmarks.against}: the other
 * checkout's directory.
 */
final class PaidAgainstScenario implements Scenario {

    /** The first life is paid for after six seconds, and the build that was idle wakes up. */
    private static final double FIRST = 8;

    private static final double SECONDS = 40;

    @Override
    public String name() {
        return "paid-against";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        String other = System.getProperty("benchmarks.against", "");
        if (other.isBlank()) {
            throw new IllegalArgumentException("-Dbenchmarks.against names no checkout to compare with");
        }
        double warming = Math.max(bench.scaled(240), 8);
        Path here = bench.parts().project();
        try (Build ours = Build.start(bench, here);
                Build theirs = Build.start(bench, Path.of(other).toAbsolutePath())) {
            ours.warm(warming);
            theirs.warm(warming);
            Map<String, Rounds.Contestant<Turn>> contestants = new LinkedHashMap<>();
            contestants.put("here", ours::turn);
            contestants.put(other, theirs::turn);
            return findings(Rounds.alternate(bench.rounds(), contestants));
        }
    }

    /** A build's own parts, but for the database server, which it shares with the other one. */
    private record Build(Parts parts, Schema schema, Service worker, Service ingress, List<CpuClock> clocks)
            implements AutoCloseable {

        static Build start(Bench bench, Path project) throws Exception {
            Schema schema = bench.parts().database().newSchema();
            Parts parts = new Parts(project, Database.Kind.ofThisRun());
            try {
                Service worker = parts.worker(schema, Map.of());
                Service ingress = parts.ingress(PaidLives.ingressSettings());
                List<CpuClock> clocks = List.of(
                        worker.cpu(),
                        ingress.cpu(),
                        parts.broker().cpu(),
                        bench.parts().database().cpu());
                return new Build(parts, schema, worker, ingress, clocks);
            } catch (Exception e) {
                parts.close();
                throw e;
            }
        }

        void warm(double seconds) throws Exception {
            PaidLives.warm(schema, ingress, seconds);
        }

        Turn turn() throws Exception {
            clocks.forEach(CpuClock::restart);
            PaidLives.Run run = PaidLives.run(schema, ingress, PaidLives.PER_SECOND, PaidLives.WATCHED_ONE_IN, SECONDS);
            return new Turn(
                    run.between(FIRST, SECONDS),
                    clocks.stream().map(CpuClock::seconds).toList());
        }

        @Override
        public void close() throws Exception {
            parts.close();
            schema.close();
        }
    }

    /**
     * @param cpu seconds of worker, ingress, broker and database
     */
    private record Turn(List<PaidWatch.Seen> seen, List<Double> cpu) {

        double row(double percentile) {
            return PaidLives.percentile(seen, PaidWatch.Seen::rowMillis, percentile);
        }

        double stream(double percentile) {
            return PaidLives.percentile(seen, PaidWatch.Seen::streamMillis, percentile);
        }

        @Override
        public String toString() {
            return "row p50 %s p99 %s ms, stream p50 %s p99 %s ms, CPU s %s"
                    .formatted(
                            Figures.of(row(50)),
                            Figures.of(row(99)),
                            Figures.of(stream(50)),
                            Figures.of(stream(99)),
                            cpu.stream().map(Figures::of).toList());
        }
    }

    private static Findings findings(Map<String, List<Turn>> measured) {
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((build, turns) -> {
            List<String> row = new ArrayList<>(List.of(
                    build,
                    medianAndRange(turns, turn -> turn.row(50)),
                    medianAndRange(turns, turn -> turn.row(99)),
                    medianAndRange(turns, turn -> turn.stream(50)),
                    medianAndRange(turns, turn -> turn.stream(99))));
            for (int part = 0; part < turns.getFirst().cpu().size(); part++) {
                int of = part;
                row.add(Figures.of(Median.of(turns, turn -> turn.cpu().get(of))));
            }
            rows.add(row);
        });
        return new Findings(
                "From the webhook to the paid order, two builds in turns",
                "%d events a second, %s s each turn.".formatted(PaidLives.PER_SECOND, Figures.of(SECONDS)),
                List.of(),
                List.of(new Table(
                        "Milliseconds, medians of the turns, lowest and highest; CPU seconds of a turn.",
                        List.of(
                                "services of",
                                "row p50",
                                "row p99",
                                "stream p50",
                                "stream p99",
                                "CPU s, worker",
                                "ingress",
                                "broker",
                                "database"),
                        rows)),
                List.of(),
                List.of());
    }

    private static String medianAndRange(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return "%s (%s–%s)"
                .formatted(
                        Figures.of(Median.of(turns, figure)),
                        Figures.of(turns.stream().mapToDouble(figure).min().orElseThrow()),
                        Figures.of(turns.stream().mapToDouble(figure).max().orElseThrow()));
    }
}
