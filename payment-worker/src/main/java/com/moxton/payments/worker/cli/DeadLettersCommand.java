package com.moxton.payments.worker.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "dead-letters",
        description = "Lists dead letters, shows one, sends them back to where they came from, or gives them up.",
        sortOptions = false)
final class DeadLettersCommand implements Callable<Integer> {

    private static final String PATH = "/dead-letters";
    private static final List<String> COUNTS = List.of("topic", "state", "reason", "letters");
    private static final List<String> COLUMNS =
            List.of("id", "state", "reason", "stage", "attempts", "eventId", "key", "lastFailedAt");

    @Mixin
    private final Connection connection;

    @Mixin
    private final Output output = new Output();

    /** Absent: they are listed. */
    static final class Act {
        @Option(names = "--counts", description = "how many there are")
        boolean counts;

        @Option(names = "--show", paramLabel = "ID", description = "everything about one")
        @Nullable
        Long show;

        @Option(names = "--body", paramLabel = "ID", description = "its raw body, secrets masked")
        @Nullable
        Long body;

        @Option(names = "--redrive", paramLabel = "ID", split = ",", description = "send these back")
        @Nullable
        List<Long> redrive;

        @Option(names = "--redrive-all", description = "send back all open ones that match")
        boolean redriveAll;

        @Option(names = "--redriven", paramLabel = "REDRIVE", description = "how far a redrive is")
        @Nullable
        String redriven;

        @Option(names = "--discard", paramLabel = "ID", split = ",", description = "give these up; needs --reason")
        @Nullable
        List<Long> discard;
    }

    @ArgGroup(exclusive = true)
    private @Nullable Act act;

    @Option(names = "--state", paramLabel = "STATE", description = "open, redriven, resolved, discarded, …")
    private @Nullable String state;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "stripe.events.dlt or payment.requests.dlt")
    private @Nullable String topic;

    @Option(names = "--why", paramLabel = "REASON", description = "why they died: orphaned, malformed, …")
    private @Nullable String why;

    @Option(names = "--type", paramLabel = "TYPE", description = "event type or kind of request")
    private @Nullable String type;

    @Option(names = "--text", paramLabel = "TEXT", description = "an id: event, intent, order, request")
    private @Nullable String text;

    @Option(names = "--before", paramLabel = "ID", description = "the page after the one that ended with this id")
    private @Nullable Long before;

    @Option(names = "--limit", paramLabel = "N", description = "of a page; default 50")
    private @Nullable Integer limit;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why this is done, for the audit log")
    private @Nullable String reason;

    DeadLettersCommand(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Integer call() {
        OpsClient client = connection.open();
        output.print(answer(client), act != null && act.counts ? COUNTS : COLUMNS);
        return ExitCode.DONE;
    }

    private JsonNode answer(OpsClient client) {
        if (act == null) {
            return client.get(PATH + query());
        } else if (act.counts) {
            return client.get(PATH + "/counts");
        } else if (act.show != null) {
            return client.get(PATH + "/" + act.show);
        } else if (act.body != null) {
            return client.get(PATH + "/" + act.body + "/body");
        } else if (act.redriven != null) {
            return client.get(PATH + "/redrives/" + Ids.checked(act.redriven));
        } else if (act.redriveAll) {
            return client.post(PATH + "/redrive-all", withReason("filter", filter()));
        } else if (act.redrive != null) {
            return client.post(PATH + "/redrive", withReason("ids", act.redrive));
        }
        return client.post(PATH + "/discard", withReason("ids", act.discard == null ? List.of() : act.discard));
    }

    private Map<String, Object> withReason(String name, Object value) {
        Map<String, Object> wish = new LinkedHashMap<>(Map.of(name, value));
        if (reason != null) {
            wish.put("reason", reason);
        }
        return wish;
    }

    private Map<String, Object> filter() {
        Map<String, Object> filter = new LinkedHashMap<>();
        put(filter, "state", state);
        put(filter, "topic", topic);
        put(filter, "reason", why);
        put(filter, "type", type);
        put(filter, "text", text);
        return filter;
    }

    private String query() {
        Map<String, Object> parameters = new LinkedHashMap<>(filter());
        put(parameters, "before", before);
        put(parameters, "limit", limit);
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) ->
                pairs.add(name + "=" + URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8)));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
