package com.moxton.payments.resilience.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the table of docs/reliability.md, between two marks that are there. */
public final class ReliabilityPage {

    static final String BEGIN = "<!-- written by a run of the suite: begin -->";
    static final String END = "<!-- end -->";

    private static final String HEAD = """
            | fault | times | orders/s | orders | events | webhooks sent | lost | doubled | wrong | recovered within | slowest answer | besides |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """;

    private ReliabilityPage() {}

    /** @param results the file of lines that the tests have written; of two for one fault the later one counts */
    public static void rewrite(Path page, Path results) throws IOException {
        Files.writeString(page, replaced(Files.readString(page), FaultResult.readAll(results)));
    }

    static String replaced(String page, List<FaultResult> results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END, begin);
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("The page has no place for the table");
        }
        // Tests come in any order, and the page in one: what changed between two runs can be read then.
        Map<String, FaultResult> byFault = new TreeMap<>();
        results.forEach(result -> byFault.put(result.fault(), result));
        StringBuilder table = new StringBuilder(HEAD);
        byFault.values().forEach(result -> table.append(row(result)));
        return page.substring(0, begin + BEGIN.length()) + "\n" + table + page.substring(end);
    }

    private static String row(FaultResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %,d | %,d | %,d | %d | %d | %d | %.1f s | %.1f s | %s |%n",
                result.fault(),
                result.injected(),
                result.ordersPerSecond(),
                result.orders(),
                result.events(),
                result.webhooks(),
                result.lost(),
                result.doubled(),
                result.wrong(),
                result.recoverySeconds(),
                result.slowestSeconds(),
                String.join("; ", result.notes()));
    }
}
