package com.moxton.payments.worker.console;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How values look on pages: in a template {@code ${@show.time(payment.updatedAt)}}. Null becomes empty. */
@Component("show")
class Show {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FINE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private final Clock clock;

    Show(Clock clock) {
        this.clock = clock;
    }

    /** {@code 2026-11-23 21:56:29}, in UTC. */
    public String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    /** With milliseconds, where the order of things matters. */
    public String fineTime(@Nullable Instant time) {
        return time == null ? "" : FINE_TIME.format(time);
    }

    /** {@code 3 min ago}; beyond two days empty: the time itself says more then. */
    public String ago(@Nullable Instant time) {
        if (time == null) {
            return "";
        }
        Duration since = Duration.between(time, clock.instant());
        if (since.isNegative() || since.toDays() >= 2) {
            return "";
        }
        return since.toSeconds() < 5 ? "just now" : duration(since) + " ago";
    }

    /** {@code 320 ms}, {@code 4.2 s}, {@code 3 min}, {@code 5 h}, {@code 12 days}. */
    public String duration(@Nullable Duration duration) {
        if (duration == null) {
            return "";
        }
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 10) {
            return "%.1f s".formatted(duration.toMillis() / 1000.0);
        }
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 2) {
            return duration.toMinutes() + " min";
        }
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
    }

    /** {@code 12,345}. */
    public String number(@Nullable Number number) {
        return number == null ? "" : new DecimalFormat("#,##0", SYMBOLS).format(number);
    }

    /** {@code 1,234.50 USD}: as many decimals as the number has, and no more zeros than two. */
    public String money(@Nullable BigDecimal amount, @Nullable String currency) {
        if (amount == null) {
            return "";
        }
        BigDecimal plain = amount.stripTrailingZeros();
        int scale = Math.max(Math.min(amount.scale(), 2), plain.scale());
        DecimalFormat format = new DecimalFormat("#,##0", SYMBOLS);
        format.setMinimumFractionDigits(Math.max(0, scale));
        format.setMaximumFractionDigits(Math.max(0, scale));
        String unit = currency == null ? "" : " " + currency.toUpperCase(Locale.ROOT);
        return format.format(amount) + unit;
    }

    /** For {@code <time datetime>}. */
    public String machineTime(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** {@code requires_payment_method} as {@code requires payment method}. */
    public String words(@Nullable String word) {
        return word == null ? "" : word.replace('_', ' ');
    }

    /** Which colour a status has: {@code good}, {@code busy}, {@code care}, {@code bad} or {@code quiet}. */
    public String tone(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case "succeeded", "paid", "applied", "adopted", "completed", "closed", "up", "resolved" -> "good";
            case "requested",
                    "processing",
                    "running",
                    "queued",
                    "redriving",
                    "redriven",
                    "settling",
                    "pending",
                    "requires_confirmation",
                    "requires_capture",
                    "unprocessed" -> "busy";
            case "review",
                    "requires_action",
                    "requires_payment_method",
                    "paused",
                    "half_open",
                    "open_letter",
                    "in doubt" -> "care";
            case "failed",
                    "payment_failed",
                    "orphaned",
                    "malformed",
                    "open",
                    "down",
                    "differs",
                    "missing",
                    "unfounded",
                    "error" -> "bad";
            default -> "quiet";
        };
    }
}
