package com.moxton.payments.worker.lane;

import com.moxton.payments.worker.retry.Backoff;
import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How {@code payment.requests} is consumed.
 *
 * @param enabled whether this instance consumes requests at all. Default true
 * @param groupInstanceId makes the instance a static member of its group: after a crash a restart takes its partitions
 *     back at once, and after a stop they wait for {@code sessionTimeout}. Must differ between instances. Absent: a
 *     dynamic member
 * @param sessionTimeout after how long without a heartbeat an instance counts as dead and its partitions move on.
 *     Shorter finds crashes sooner and mistakes long pauses for them. Default 10 s
 * @param maxInFlight how many records may be handled at once in this instance; reading pauses above it. A soft limit:
 *     one poll may exceed it by {@value LaneLoop#MAX_POLL_RECORDS}. Default 500
 * @param maxQueued how many records may be read and unfinished, those that wait behind another of their key included.
 *     Bounds memory. Default 5,000
 * @param commitInterval the least time between two commits. Longer means fewer commits and more records handled again
 *     after a crash. Default 100 ms
 * @param drainTimeout how long a stop or a rebalance waits for records under way. Records that take longer are handled
 *     again by the next owner. Default 5 s; keep it well below 5 minutes ({@code max.poll.interval.ms})
 * @param retryPauseMin pause after a record's first failure; it doubles from there. Default 200 ms
 * @param retryPauseMax the longest of these pauses. Default 30 s
 * @param attempts how often a record is tried whose failure nobody can explain, before it becomes a dead letter. Failures
 *     that may heal (database or Kafka away) are tried for ever. Default 10
 */
@ConfigurationProperties("payments.requests")
public record LaneSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable String groupInstanceId,
        @DefaultValue("10s") Duration sessionTimeout,
        @DefaultValue("500") int maxInFlight,
        @DefaultValue("5000") int maxQueued,
        @DefaultValue("100ms") Duration commitInterval,
        @DefaultValue("5s") Duration drainTimeout,
        @DefaultValue("200ms") Duration retryPauseMin,
        @DefaultValue("30s") Duration retryPauseMax,
        @DefaultValue("10") int attempts) {

    /** A contract with operations. */
    public static final String GROUP = "payment-worker.requests";

    public LaneSettings {
        Setting.between(
                "payments.requests.session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30));
        Setting.between("payments.requests.max-in-flight", maxInFlight, 1, 100_000);
        Setting.between("payments.requests.max-queued", maxQueued, 1, 1_000_000);
        Setting.between("payments.requests.commit-interval", commitInterval, Duration.ZERO, Duration.ofMinutes(1));
        Setting.between("payments.requests.drain-timeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(4));
        Setting.between("payments.requests.retry-pause-max", retryPauseMax, Duration.ofMillis(1), Duration.ofHours(1));
        Setting.between("payments.requests.retry-pause-min", retryPauseMin, Duration.ofMillis(1), retryPauseMax);
        Setting.between("payments.requests.attempts", attempts, 1, 1_000);
    }

    Backoff backoff() {
        return new Backoff(retryPauseMin, retryPauseMax);
    }
}
