package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What operators type. Blank means nothing asked for; the problem of what makes no sense names the field. */
final class Input {

    static final int PAGE = 50;
    private static final int MOST = 500;
    private static final int LONGEST = 255;
    /** The tables hold no others, and the database refuses many of them. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

    private Input() {}

    /** Ids are ASCII in our tables: to compare them with anything else would be an error, or miss the index. */
    static @Nullable String id(String field, @Nullable String text) {
        String id = text(field, text);
        if (id != null && !id.matches("[\\x20-\\x7e]*")) {
            throw OpsProblemException.badInput(field, "has a character that no id has");
        }
        return id;
    }

    static @Nullable String text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            throw OpsProblemException.badInput(field, "must have at most %d characters".formatted(LONGEST));
        }
        return stripped;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    static @Nullable String oneOf(String field, @Nullable String text, Collection<String> known) {
        String word = text(field, text);
        if (word != null && !known.contains(word)) {
            throw OpsProblemException.badInput(field, "must be one of " + String.join(", ", known));
        }
        return word;
    }

    /** {@code 2026-11-23T12:00:00Z}, or without the zone, the seconds or all of the time: then UTC. */
    static @Nullable Instant time(String field, @Nullable String text) {
        String stripped = text(field, text);
        if (stripped == null) {
            return null;
        }
        Instant time = instant(field, stripped);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw OpsProblemException.badInput(field, "must lie between the years 1970 and 9000");
        }
        return time;
    }

    private static Instant instant(String field, String text) {
        try {
            if (text.length() <= 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw OpsProblemException.badInput(field, "must be a time like 2026-11-23T12:00:00Z");
        }
    }

    static int limit(@Nullable String text) {
        String limit = text("limit", text);
        if (limit == null) {
            return PAGE;
        }
        if (!limit.matches("\\d{1,6}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw OpsProblemException.badInput("limit", "must lie between 1 and %d".formatted(MOST));
        }
        return Integer.parseInt(limit);
    }
}
