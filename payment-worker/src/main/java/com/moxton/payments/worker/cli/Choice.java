package com.moxton.payments.worker.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records: the options of a replay and a dry run. */
final class Choice {

    @Option(names = "--topic", paramLabel = "TOPIC", description = "default stripe.events; or a dead-letter topic")
    private @Nullable String topic;

    @Option(
            names = "--from",
            paramLabel = "POINT",
            description =
                    "a time (2026-11-22T22:00:00Z), or offsets by partition (0:17,3:42); default the log's beginning")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "POINT",
            description = "as --from, and itself not included; default the log's end")
    private @Nullable String to;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "event types; payment_intent.* for all such")
    private List<String> types = List.of();

    @Option(names = "--event", paramLabel = "ID", split = ",", description = "event ids")
    private List<String> events = List.of();

    @Option(names = "--intent", paramLabel = "ID", split = ",", description = "PaymentIntents")
    private List<String> intents = List.of();

    @Option(names = "--order", paramLabel = "ID", split = ",", description = "orders")
    private List<String> orders = List.of();

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            split = ",",
            description = "applied, superseded, ignored, foreign, adopted, or unprocessed")
    private List<String> outcomes = List.of();

    @Option(names = "--source", paramLabel = "SOURCE", split = ",", description = "webhook, backfill or replay")
    private List<String> sources = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "stop after so many records")
    private @Nullable Long limit;

    @Option(names = "--force", description = "also events that were processed before: after a bug fix")
    private boolean force;

    boolean isEmpty() {
        return asWish().isEmpty();
    }

    Map<String, Object> asWish() {
        Map<String, Object> wish = new LinkedHashMap<>();
        put(wish, "topic", topic);
        put(wish, "from", from == null ? null : point("--from", from));
        put(wish, "to", to == null ? null : point("--to", to));
        Map<String, Object> filter = new LinkedHashMap<>();
        put(filter, "types", types);
        put(filter, "eventIds", events);
        put(filter, "intents", intents);
        put(filter, "orders", orders);
        put(filter, "outcomes", outcomes);
        put(filter, "sources", sources);
        if (!filter.isEmpty()) {
            wish.put("filter", filter);
        }
        put(wish, "limit", limit);
        if (force) {
            wish.put("force", true);
        }
        return wish;
    }

    private static void put(Map<String, Object> wish, String name, @Nullable Object value) {
        if (value != null && !List.of().equals(value)) {
            wish.put(name, value);
        }
    }

    private static Map<String, Object> point(String option, String text) {
        if (text.matches("\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18})*")) {
            Map<String, Long> offsets = new TreeMap<>();
            for (String pair : text.split(",")) {
                String[] parts = pair.split(":");
                offsets.put(parts[0], Long.valueOf(parts[1]));
            }
            return Map.of("offsets", offsets);
        }
        try {
            return Map.of("time", Instant.parse(text).toString());
        } catch (DateTimeParseException e) {
            throw OpsCallException.usage("%s: %s is neither a time as 2026-11-22T22:00:00Z nor offsets as 0:17,3:42"
                    .formatted(option, text));
        }
    }
}
