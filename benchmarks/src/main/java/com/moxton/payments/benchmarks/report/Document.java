package com.moxton.payments.benchmarks.report;

import com.moxton.payments.benchmarks.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code docs/benchmarks.md} and its plots, from all results there are, and from what was found out by reading profiles. */
public final class Document {

    private final Path docs;
    private final Path reasons;

    /**
     * @param reasons has {@code <scenario>.md} where somebody has written down why a figure falls short
     */
    public Document(Path docs, Path reasons) {
        this.docs = docs;
        this.reasons = reasons;
    }

    public void write(List<Result> results) throws IOException {
        List<Result> ordered = results.stream()
                .filter(result -> Scenarios.order().contains(result.scenario()))
                .sorted(Comparator.comparingInt(result -> Scenarios.order().indexOf(result.scenario())))
                .toList();
        Path images = Files.createDirectories(docs.resolve("images/benchmarks"));
        for (Result result : ordered) {
            for (Plot plot : result.findings().plots()) {
                PlotFile.write(plot, images.resolve(plot.name() + ".svg"));
            }
        }
        Map<String, String> written = new HashMap<>();
        for (Result result : ordered) {
            Path file = reasons.resolve(result.scenario() + ".md");
            if (Files.exists(file)) {
                written.put(result.scenario(), Files.readString(file));
            }
        }
        Files.writeString(docs.resolve("benchmarks.md"), text(ordered, written));
    }

    /**
     * @param reasons by scenario
     */
    public static String text(List<Result> results, Map<String, String> reasons) {
        StringBuilder text = new StringBuilder("""
                # Benchmarks

                Written by `./mvnw -pl benchmarks -am package -DskipTests -Dbenchmarks`: don't edit. What is measured, and how:
                [benchmarks/README.md](../benchmarks/README.md). Figures are medians of rounds in alternating order; what
                counts are the ratios, because the machine is small and shared by everything that is measured, load
                included.

                """);
        text.append("| what | measured beside | reach | reached | |\n| --- | --- | --- | --- | --- |\n");
        for (Result result : results) {
            for (Goal goal : result.findings().goals()) {
                text.append("| %s | %s | %s | **%s** | %s |%n"
                        .formatted(
                                goal.what(),
                                goal.reference(),
                                goal.reach(),
                                goal.reached(),
                                goal.met() ? "reached" : "short"));
            }
        }
        results.forEach(result -> section(text, result, reasons.get(result.scenario())));
        return text.toString();
    }

    private static void section(StringBuilder text, Result result, @Nullable String reasons) {
        Findings findings = result.findings();
        text.append(
                "%n## %s%n%n%s%n".formatted(findings.title(), findings.method().strip()));
        findings.tables().forEach(table -> text.append("\n").append(markdown(table)));
        findings.plots()
                .forEach(plot ->
                        text.append("%n![%s](images/benchmarks/%s.svg)%n".formatted(plot.title(), plot.name())));
        findings.notes().forEach(note -> text.append("\n").append(note.strip()).append("\n"));
        if (reasons != null) {
            text.append("%n### Why, and what would be needed%n%n%s%n".formatted(reasons.strip()));
        }
        Environment environment = result.environment();
        text.append("%n<sub>%s, %d rounds, %d s, on %s; %s. Again: `-Dbenchmarks=%s`</sub>%n"
                .formatted(
                        environment.at().toString().substring(0, 10),
                        environment.rounds(),
                        environment.seconds(),
                        environment.machine(),
                        environment.versions().entrySet().stream()
                                .map(version -> version.getKey() + " " + version.getValue())
                                .collect(Collectors.joining(", ")),
                        result.scenario()));
    }

    static String markdown(Table table) {
        StringBuilder text = new StringBuilder(table.caption().strip()).append("\n\n");
        text.append(row(table.columns()));
        text.append("| --- |")
                .append(String.join("", Collections.nCopies(table.columns().size() - 1, " ---: |")))
                .append("\n");
        table.rows().forEach(row -> text.append(row(row)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
