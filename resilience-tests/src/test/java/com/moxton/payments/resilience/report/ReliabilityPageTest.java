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

    private static final FaultResult RESULT = new FaultResult(
            "worker: kill -9", 3, 20, 1_234, 5_678, 6_000, 0, 0, 0, 7.25, Map.of(200, 9L), 4, 2.5, List.of("a", "b"));

    @Test
    void writesTheRowsAndLeavesTheRestOfThePage(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(page, "before\n" + ReliabilityPage.BEGIN + "\nold\n" + ReliabilityPage.END + "\nafter\n");
        Path results = directory.resolve("results.jsonl");
        RESULT.appendTo(results);
        RESULT.appendTo(results);

        ReliabilityPage.rewrite(page, results);

        assertThat(Files.readString(page))
                .startsWith("before\n")
                .endsWith("after\n")
                .doesNotContain("old")
                .containsOnlyOnce("| fault |")
                .contains("| worker: kill -9 | 3 | 20 | 1,234 | 5,678 | 6,000 | 0 | 0 | 0 | 7.3 s | 2.5 s | a; b |");
    }

    @Test
    void refusesAPageWithoutAPlaceForIt() {
        assertThatThrownBy(() -> ReliabilityPage.replaced("nothing", List.of(RESULT)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
