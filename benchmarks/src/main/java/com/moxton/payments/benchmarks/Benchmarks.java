package com.moxton.payments.benchmarks;

import com.moxton.payments.benchmarks.parts.Database;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.report.Document;
import com.moxton.payments.benchmarks.report.Environment;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Result;
import com.moxton.payments.benchmarks.report.Results;
import com.moxton.payments.benchmarks.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Runs scenarios one after the other, keeps what each found in {@code benchmarks/results}, and writes
 * {@code docs/benchmarks.md} from all that is there.
 *
 * <p>System properties: {@code benchmarks} (names, comma-separated; all of them when it is {@code true} or absent;
 * {@code document} writes the document alone), {@code benchmarks.rounds}, {@code benchmarks.scale}, {@code
 * benchmarks.against}. The working directory is the project's.
 */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        // Shorter than any server's: a connection that is reused at the moment in which the other side gives it up
        // fails a call.
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
        Path project = Path.of("").toAbsolutePath();
        double scale = Double.parseDouble(System.getProperty("benchmarks.scale", "1"));
        int rounds = Integer.parseInt(System.getProperty("benchmarks.rounds", "5"));
        Results results = new Results(project.resolve("benchmarks/results"));
        String names = System.getProperty("benchmarks", "true");
        if (!names.equals("document")) {
            for (Scenario scenario : Scenarios.named(names)) {
                measure(project, scenario, rounds, scale, results);
            }
        }
        if (scale >= 1) {
            new Document(project.resolve("docs"), project.resolve("benchmarks/reasons")).write(results.all());
            System.out.println("docs/benchmarks.md is written");
        }
        // Libraries leave threads behind.
        System.exit(0);
    }

    private static void measure(Path project, Scenario scenario, int rounds, double scale, Results results)
            throws Exception {
        System.out.printf("%s%n", scenario.name());
        long began = System.nanoTime();
        try (Parts parts = new Parts(project, Database.Kind.ofThisRun())) {
            Findings findings = scenario.run(new Bench(parts, rounds, scale));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Environment environment = Environment.here(parts.versions(), rounds, Instant.now(), took);
            System.out.println(Document.text(List.of(new Result(scenario.name(), environment, findings)), Map.of()));
            if (scale >= 1 && Scenarios.order().contains(scenario.name())) {
                results.keep(new Result(scenario.name(), environment, findings));
            }
            System.out.printf("%s: %d s%n", scenario.name(), took.toSeconds());
        }
    }
}
