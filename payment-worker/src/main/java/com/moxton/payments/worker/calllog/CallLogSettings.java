package com.moxton.payments.worker.calllog;

import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How calls to Stripe are entered in {@code stripe_calls}.
 *
 * @param keep older rows are deleted. Default 30 days
 * @param purgeInterval how often that happens. Default 1 h
 * @param capacity calls held in memory, about 500 bytes each, while the database is slow or away; what comes on top is
 *     counted by {@code payments.stripe.calls.dropped} and not entered. Default 10,000
 * @param batchSize the most rows of one transaction. Default 500
 * @param retryPause how long to wait for a database that is away before the next attempt. Default 1 s
 */
@ConfigurationProperties("payments.stripe-calls")
record CallLogSettings(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1h") Duration purgeInterval,
        @DefaultValue("10000") int capacity,
        @DefaultValue("500") int batchSize,
        @DefaultValue("1s") Duration retryPause) {

    private static final String PREFIX = "payments.stripe-calls.";

    CallLogSettings {
        Setting.between(PREFIX + "keep", keep, Duration.ofMinutes(1), Duration.ofDays(3650));
        Setting.between(PREFIX + "purge-interval", purgeInterval, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between(PREFIX + "capacity", capacity, 1, 1_000_000);
        Setting.between(PREFIX + "batch-size", batchSize, 1, 10_000);
        Setting.between(PREFIX + "retry-pause", retryPause, Duration.ofMillis(1), Duration.ofMinutes(1));
    }
}
