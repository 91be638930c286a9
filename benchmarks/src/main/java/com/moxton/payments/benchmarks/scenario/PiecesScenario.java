package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.pieces.ParsingBenchmark;
import com.moxton.payments.benchmarks.pieces.SampleEvent;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Table;
import com.moxton.payments.ingress.webhook.SignatureBenchmark;
import com.moxton.payments.worker.payment.JoinBenchmark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The hot, pure pieces, by JMH: each round is a JVM of its own. */
final class PiecesScenario implements Scenario {

    private record Piece(String label, String method, String beside) {}

    private static final List<Piece> PIECES = List.of(
            new Piece("signature check of a webhook", "signatureCheck", "hmacAlone"),
            new Piece("the HMAC alone", "hmacAlone", "hmacAlone"),
            new Piece("an event's head, at the edge", "headAtTheEdge", "jsonTree"),
            new Piece("an event read by the worker", "eventInTheWorker", "jsonTree"),
            new Piece("a JSON tree of it", "jsonTree", "jsonTree"),
            new Piece("the join of an observation", "join", "jsonTree"));

    @Override
    public String name() {
        return "pieces";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        TimeValue time = TimeValue.milliseconds(bench.scaled(1000));
        Options options = new OptionsBuilder()
                .include(SignatureBenchmark.class.getName())
                .include(ParsingBenchmark.class.getName())
                .include(JoinBenchmark.class.getName())
                .forks(bench.rounds())
                .warmupIterations(2)
                .warmupTime(time)
                .measurementIterations(2)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs("-Xmx256m", "-XX:+UseSerialGC")
                .build();
        Map<String, RunResult> results = new HashMap<>();
        for (RunResult result : new Runner(options).run()) {
            String method = result.getParams().getBenchmark();
            results.put(method.substring(method.lastIndexOf('.') + 1), result);
        }
        List<List<String>> rows =
                PIECES.stream().map(piece -> row(piece, results)).toList();
        return new Findings(
                "The pieces",
                "JMH, average time of one call on one thread, on an event of %d bytes, serial collector; each round is a JVM."
                        .formatted(SampleEvent.body().length),
                List.of(),
                List.of(new Table(
                        "Medians of the rounds.", List.of("piece", "µs", "× its reference", "bytes allocated"), rows)),
                List.of(),
                List.of(
                        "The reference of the signature check is the HMAC that it consists of; of the others, the tree."));
    }

    private static List<String> row(Piece piece, Map<String, RunResult> results) {
        double nanos = nanos(results, piece.method());
        return List.of(
                piece.label(),
                Figures.of(nanos / 1000),
                Figures.of(nanos / nanos(results, piece.beside())),
                Figures.of(allocated(results, piece.method())));
    }

    private static double nanos(Map<String, RunResult> results, String method) {
        return result(results, method).getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static double allocated(Map<String, RunResult> results, String method) {
        return Objects.requireNonNull(
                        result(results, method).getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
    }

    private static RunResult result(Map<String, RunResult> results, String method) {
        return Objects.requireNonNull(results.get(method), method);
    }
}
