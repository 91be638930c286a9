package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.startup.Setting;
import com.moxton.payments.worker.startup.SettingException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Stripe's own list of events is compared with ours.
 *
 * @param enabled whether it happens by itself. On demand it happens also when this is false. Default true
 * @param interval from the start of one run to the start of the next, over all instances. A missed event is found after
 *     {@code interval} + {@code settle} at the latest. Each run costs at least one call to Stripe. Default 5 min
 * @param initialDelay from the start of the worker to its first run. Default 30 s
 * @param overlap how far before the cursor each run looks again: for events that Stripe lists late, and for seconds that
 *     were not over. It must be longer than the clocks differ. Longer costs calls, and nothing else. Default 10 min
 * @param settle events younger than this are left to their webhooks, and to the consumer. Shorter publishes events twice
 *     now and then, which is harmless. Default 60 s
 * @param firstLookback how far back the very first run looks, when there is no cursor. Default 3 days: for so long Stripe
 *     itself repeats webhooks
 * @param types the events to compare: names, or beginnings of names with {@code *}. Name what the webhook endpoint is
 *     subscribed to: with less, missed events of the other types stay missed; with more, the log gets events that it would
 *     never have got. Stripe filters by one pattern or by up to 20 names; any other choice has all events read. Default
 *     {@code payment_intent.*}, which is all that payments need
 * @param warnAfter a cursor older than this is a warning on every run: Stripe forgets events after 30 days. Default 25 days
 * @param mostHeld how many events are held in memory at once, about 5 kB each. Default 1,000
 */
@Validated
@ConfigurationProperties("payments.reconcile.backfill")
record BackfillSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5m") Duration interval,
        @DefaultValue("30s") Duration initialDelay,
        @DefaultValue("10m") Duration overlap,
        @DefaultValue("60s") Duration settle,
        @DefaultValue("3d") Duration firstLookback,
        @DefaultValue("payment_intent.*") List<String> types,
        @DefaultValue("25d") Duration warnAfter,
        @DefaultValue("1000") @Min(100) @Max(100_000) int mostHeld) {

    private static final String PREFIX = "payments.reconcile.backfill.";
    private static final String TYPE = "[a-z0-9_.]+\\*?|\\*";

    /** Stripe lists no older events. */
    static final Duration STRIPES_MEMORY = Duration.ofDays(30);

    BackfillSettings {
        Setting.between(PREFIX + "interval", interval, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between(PREFIX + "initial-delay", initialDelay, Duration.ZERO, Duration.ofHours(1));
        Setting.between(PREFIX + "overlap", overlap, Duration.ofSeconds(1), Duration.ofDays(7));
        Setting.between(PREFIX + "settle", settle, Duration.ofSeconds(1), Duration.ofHours(1));
        Setting.between(PREFIX + "first-lookback", firstLookback, Duration.ofSeconds(1), STRIPES_MEMORY);
        Setting.between(PREFIX + "warn-after", warnAfter, Duration.ofMinutes(1), STRIPES_MEMORY);
        types = types.stream().map(String::strip).distinct().toList();
        if (types.isEmpty() || !types.stream().allMatch(type -> type.matches(TYPE))) {
            throw new SettingException(PREFIX + "types", "must name types of events, payment_intent.* for instance");
        }
    }
}
