package com.moxton.payments.worker.console;

import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.replay.LogPoint;
import com.moxton.payments.worker.replay.ReplayFilter;
import com.moxton.payments.worker.replay.Replays;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form of a replay, as it was typed: it is shown again when something is wrong with it. Lists are
 * separated by space or commas; offsets are {@code 0:1500, 3:0}.
 */
record ReplayForm(
        @Nullable String topic,
        @Nullable String fromTime,
        @Nullable String toTime,
        @Nullable String fromOffsets,
        @Nullable String toOffsets,
        @Nullable String types,
        @Nullable String eventIds,
        @Nullable String intents,
        @Nullable String orders,
        @Nullable List<String> outcomes,
        @Nullable List<String> sources,
        @Nullable String limit,
        @Nullable Boolean force,
        @Nullable String rate,
        @Nullable String reason) {

    private static final String OFFSETS = "must look like 0:1500, 3:0 (partition:offset)";

    /** A forced replay of these orders: what an audit is followed by. */
    static ReplayForm forced(List<String> orders, String reason) {
        return new ReplayForm(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                String.join("\n", orders),
                null,
                null,
                null,
                true,
                null,
                reason);
    }

    public boolean has(@Nullable List<String> chosen, String value) {
        return chosen != null && chosen.contains(value);
    }

    /**
     * @throws OpsProblemException that names the field, as the REST API does
     */
    Replays.Wish toWish(String mode) {
        return new Replays.Wish(
                mode,
                text(topic).isEmpty() ? null : topic,
                point("from", fromTime, fromOffsets),
                point("to", toTime, toOffsets),
                filter(),
                number("limit", limit),
                Boolean.TRUE.equals(force),
                rate(rate),
                reason,
                null);
    }

    ReplayFilter filter() {
        return new ReplayFilter(
                list(types), list(eventIds), list(intents), list(orders), chosen(outcomes), chosen(sources));
    }

    static @Nullable Integer rate(@Nullable String rate) {
        Long number = number("rate", rate);
        if (number != null && (number < 1 || number > Integer.MAX_VALUE)) {
            throw OpsProblemException.badInput("rate", "is out of range");
        }
        return number == null ? null : number.intValue();
    }

    private static @Nullable LogPoint point(String field, @Nullable String time, @Nullable String offsets) {
        String byTime = text(time);
        String byOffsets = text(offsets);
        if (!byTime.isEmpty() && !byOffsets.isEmpty()) {
            throw OpsProblemException.badInput(field, "must be a time or offsets, not both");
        }
        if (!byTime.isEmpty()) {
            return new LogPoint(time(field, byTime), null);
        }
        return byOffsets.isEmpty() ? null : new LogPoint(null, offsets(field, byOffsets));
    }

    private static Instant time(String field, String text) {
        String machine = text.replace(' ', 'T');
        try {
            return machine.endsWith("Z")
                    ? Instant.parse(machine)
                    : LocalDateTime.parse(machine).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw OpsProblemException.badInput(field + ".time", "must look like 2026-11-23 21:56:29 (UTC)");
        }
    }

    private static Map<Integer, Long> offsets(String field, String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String entry : words(text)) {
            String[] pair = entry.split(":", -1);
            try {
                if (pair.length != 2 || offsets.put(Integer.valueOf(pair[0]), Long.valueOf(pair[1])) != null) {
                    throw OpsProblemException.badInput(field + ".offsets", OFFSETS);
                }
            } catch (NumberFormatException e) {
                throw OpsProblemException.badInput(field + ".offsets", OFFSETS);
            }
        }
        return offsets;
    }

    private static @Nullable Long number(String field, @Nullable String typed) {
        String text = text(typed);
        try {
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw OpsProblemException.badInput(field, "must be a whole number");
        }
    }

    private static @Nullable List<String> list(@Nullable String typed) {
        List<String> words = words(text(typed));
        return words.isEmpty() ? null : words;
    }

    private static @Nullable List<String> chosen(@Nullable List<String> chosen) {
        return chosen == null || chosen.isEmpty() ? null : chosen;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,;]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }
}
