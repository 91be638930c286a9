package com.moxton.payments.resilience.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row of the table.
 *
 * @param fault what was done, in words
 * @param injected how often
 * @param ordersPerSecond the load that was held meanwhile
 * @param orders that were checked
 * @param events of Stripe's that were checked
 * @param webhooks how often these were sent, duplicates and retries included
 * @param lost violations that mean that something had no effect
 * @param doubled violations that mean that something had its effect twice
 * @param wrong all other violations
 * @param recoverySeconds from the end of the fault until all is ready and a new order has gone through; the longest
 * @param statuses how many answers the customers got by status; 0: none
 * @param refused of these, 429, 5xx and none
 * @param slowestSeconds the longest that a customer waited for an answer
 * @param notes what else was measured
 */
public record FaultResult(
        String fault,
        int injected,
        double ordersPerSecond,
        int orders,
        int events,
        int webhooks,
        long lost,
        long doubled,
        long wrong,
        double recoverySeconds,
        Map<Integer, Long> statuses,
        long refused,
        double slowestSeconds,
        List<String> notes) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public void appendTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, JSON.writeValueAsString(this) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static List<FaultResult> readAll(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> JSON.readValue(line, FaultResult.class))
                .toList();
    }
}
