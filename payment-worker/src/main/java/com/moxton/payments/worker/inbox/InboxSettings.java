package com.moxton.payments.worker.inbox;

import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long {@code processed_events} remembers an event.
 *
 * @param keep rows of events that were processed longer ago are deleted, once the log doesn't hold their record any more.
 *     Longer costs disk, and hardly any time. Shorter than Stripe's 30 days, in which it can deliver an event once more, would
 *     take such a delivery for a new event: it is refused. Default 90 days, three times what the log is kept for, so that a
 *     replay of old records is behind us too
 * @param purgeInterval how often they are looked for. Default 1 h
 * @param purgeBatch the most rows of one transaction. More is quicker and holds locks longer. Default 1,000
 */
@ConfigurationProperties("payments.inbox")
record InboxSettings(
        @DefaultValue("90d") Duration keep,
        @DefaultValue("1h") Duration purgeInterval,
        @DefaultValue("1000") int purgeBatch) {

    private static final String PREFIX = "payments.inbox.";

    InboxSettings {
        Setting.between(PREFIX + "keep", keep, Duration.ofDays(30), Duration.ofDays(36_500));
        Setting.between(PREFIX + "purge-interval", purgeInterval, Duration.ofSeconds(1), Duration.ofDays(7));
        Setting.between(PREFIX + "purge-batch", purgeBatch, 1, 10_000);
    }
}
