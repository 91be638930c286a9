package com.moxton.payments.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {

    private static final Environment ENVIRONMENT =
            new Environment("2 cores", Map.of("Kafka", "4.2.2"), 5, Instant.parse("2026-11-24T03:00:00Z"), 60);

    private static Result result(Goal... goals) {
        return new Result(
                "drain",
                ENVIRONMENT,
                new Findings(
                        "Drain",
                        "How.",
                        List.of(goals),
                        List.of(new Table("Rates.", List.of("way", "events/s"), List.of(List.of("ours", "9")))),
                        List.of(),
                        List.of("What it means.")));
    }

    @Test
    void saysWhichGoalsAreReached() {
        String text = Document.text(
                List.of(result(
                        Goal.atLeast("drain", "one each", 15, 17.234, " ×"), Goal.atMost("p99", "–", 25, 31, " ms"))),
                Map.of());

        assertThat(text)
                .contains("| drain | one each | ≥ 15 × | **17.2 ×** | reached |")
                .contains("| p99 | – | ≤ 25 ms | **31 ms** | short |")
                .contains("| way | events/s |\n| --- | ---: |\n| ours | 9 |")
                .contains("2026-11-24, 5 rounds, 60 s, on 2 cores; Kafka 4.2.2. Again: `-Dbenchmarks=drain`");
    }

    @Test
    void readsBackWhatItKept(@TempDir Path directory) throws Exception {
        Results results = new Results(directory);
        Result kept = result(Goal.atLeast("drain", "one each", 15, 17, " ×"));

        results.keep(kept);

        assertThat(results.all()).containsExactly(kept);
    }

    @Test
    void drawsLines(@TempDir Path directory) throws Exception {
        assertThat(drawn(directory, Plot.Kind.LINES, Plot.Series.line("ours", List.of(50.0, 99.0), List.of(2.0, 9.0))))
                .contains("<svg");
    }

    @Test
    void drawsBars(@TempDir Path directory) throws Exception {
        assertThat(drawn(
                        directory,
                        Plot.Kind.BARS,
                        Plot.Series.bars("ours", List.of("batches", "one by one"), List.of(5066.0, 173.0))))
                .contains("<svg");
    }

    private static String drawn(Path directory, Plot.Kind kind, Plot.Series series) throws Exception {
        Path file = directory.resolve("plot.svg");
        PlotFile.write(new Plot("plot", "Title", kind, "x", "y", true, List.of(series)), file);
        return Files.readString(file);
    }

    @Test
    void givesTheReasonsOfAShortfallWithItsScenario(@TempDir Path directory) throws Exception {
        Path reasons = Files.createDirectories(directory.resolve("reasons"));
        Files.writeString(reasons.resolve("drain.md"), "The parser takes half of it.");
        Path docs = directory.resolve("docs");

        new Document(docs, reasons).write(List.of(result(Goal.atLeast("drain", "one each", 15, 7, " ×"))));

        assertThat(Files.readString(docs.resolve("benchmarks.md")))
                .containsSubsequence(
                        "## Drain", "What it means.", "### Why, and what would be needed", "The parser takes");
    }

    @Test
    void refusesARowThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("Rates.", List.of("way", "events/s"), List.of(List.of("ours"))));
    }
}
