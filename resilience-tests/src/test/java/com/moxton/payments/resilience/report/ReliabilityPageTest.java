package com.moxton.payments.resilience.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReliabilityPageTest {

    private static final FaultResult RESULT = of("worker: kill -9", 3);

    @Test
    void writesTheRowsAndLeavesTheRestOfThePage(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(page, "before\n" + ReliabilityPage.BEGIN + "\nold\n" + ReliabilityPage.END + "\nafter\n");
        Path results = directory.resolve("results.jsonl");
        of("worker: kill -9", 2).appendTo(results);
        RESULT.appendTo(results);
        of("broker: kill -9", 3).appendTo(results);

        ReliabilityPage.rewrite(page, results);

        assertThat(Files.readString(page))
                .startsWith("before\n")
                .endsWith("after\n")
                .doesNotContain("old")
                .containsOnlyOnce("| fault |")
                .containsSubsequence("| broker: kill -9 | 3 |", "| worker: kill -9 | 3 |")
                .doesNotContain("| worker: kill -9 | 2 |")
                .contains("| worker: kill -9 | 3 | 20 | 1,234 | 5,678 | 6,000 | 0 | 0 | 0 | 7.3 s | 2.5 s | a; b |");
    }

    @Test
    void refusesAPageWithoutAPlaceForIt() {
        assertThatThrownBy(() -> ReliabilityPage.replaced("nothing", List.of(RESULT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FaultResult of(String fault, int injected) {
        return new FaultResult(
                fault, injected, 20, 1_234, 5_678, 6_000, 0, 0, 0, 7.25, Map.of(200, 9L), 4, 2.5, List.of("a", "b"));
    }
}
