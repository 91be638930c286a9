package com.moxton.payments.worker.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "audit",
        description = "Works payments and orders out from the log, and lists the rows that look otherwise.",
        sortOptions = false)
final class AuditCommand extends JobCommand {

    @Option(names = "--intent", paramLabel = "ID", split = ",", description = "only these PaymentIntents")
    private List<String> intents = List.of();

    @Option(names = "--order", paramLabel = "ID", split = ",", description = "only these orders")
    private List<String> orders = List.of();

    AuditCommand(Connection connection, Waiting waiting) {
        super(connection, waiting);
    }

    @Override
    String path() {
        return "/audits";
    }

    @Override
    Object wish() {
        Map<String, Object> wish = new LinkedHashMap<>();
        Map<String, Object> filter = new LinkedHashMap<>();
        if (!intents.isEmpty()) {
            filter.put("intents", intents);
        }
        if (!orders.isEmpty()) {
            filter.put("orders", orders);
        }
        if (!filter.isEmpty()) {
            wish.put("filter", filter);
        }
        if (reason != null) {
            wish.put("reason", reason);
        }
        return wish;
    }

    @Override
    int exitCodeOf(JsonNode job) {
        return job.at("/result/diffs").asLong(0) > 0 ? ExitCode.DIFFERENCES : ExitCode.DONE;
    }
}
