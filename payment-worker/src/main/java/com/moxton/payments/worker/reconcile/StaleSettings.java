package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.startup.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How open payments that nothing is heard of are looked up at Stripe.
 *
 * @param enabled whether it happens at all. Default true
 * @param interval from the start of one run of an instance to the start of its next. Default 1 min
 * @param initialDelay from the start of the worker to its first run. Default 60 s
 * @param untouchedFor an open payment is stale when the state it shows is this old; one that is still {@code requested},
 *     when its row is. Keep it well above the time a request may take, retries included. Default 15 min
 * @param longestBackoff a payment that has not moved since is asked for again after {@code untouchedFor}, then after
 *     twice that, and so on, and never later than this. Default 24 h
 * @param maxAge payments that were created longer ago are left alone: customers abandon checkouts, and Stripe keeps such
 *     intents open for ever. Events about them still count. Default 30 days
 * @param batch the most payments of one run. Default 100
 * @param perSecond the most requests published in one second; each becomes one call to Stripe, which allows 100 a second
 *     live and 25 in a sandbox, for everything. Default 5
 */
@Validated
@ConfigurationProperties("payments.reconcile.stale")
record StaleSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("60s") Duration initialDelay,
        @DefaultValue("15m") Duration untouchedFor,
        @DefaultValue("24h") Duration longestBackoff,
        @DefaultValue("30d") Duration maxAge,
        @DefaultValue("100") @Min(1) @Max(10_000) int batch,
        @DefaultValue("5") @Min(1) @Max(100) int perSecond) {

    private static final String PREFIX = "payments.reconcile.stale.";

    StaleSettings {
        Setting.between(PREFIX + "interval", interval, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between(PREFIX + "initial-delay", initialDelay, Duration.ZERO, Duration.ofHours(1));
        Setting.between(PREFIX + "untouched-for", untouchedFor, Duration.ofSeconds(1), Duration.ofDays(7));
        Setting.between(PREFIX + "longest-backoff", longestBackoff, untouchedFor, Duration.ofDays(30));
        Setting.between(PREFIX + "max-age", maxAge, untouchedFor, Duration.ofDays(3650));
    }
}
