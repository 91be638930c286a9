package com.moxton.payments.worker.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What the poll loop is doing, for health and metrics. Written by its thread, read by any: each write replaces one
 * immutable snapshot, so that a reader never sees halves of two.
 */
final class LaneStatus implements HealthIndicator {
    /** Polls are milliseconds apart, and a rebalance takes seconds: a minute of silence means that the loop hangs. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final boolean enabled;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(false, null, 0, 0, 0, 0, 0);

    LaneStatus(boolean enabled, Clock clock) {
        this.enabled = enabled;
        this.clock = clock;
    }

    void polled(int partitions, int running, int open, int paused) {
        Snapshot last = snapshot;
        snapshot = new Snapshot(true, clock.instant(), partitions, running, open, paused, last.restarts);
    }

    void failed() {
        Snapshot last = snapshot;
        snapshot = new Snapshot(false, last.polledAt, 0, 0, 0, 0, last.restarts + 1);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Health health() {
        if (!enabled) {
            return Health.up().withDetail("enabled", false).build();
        }
        Snapshot now = snapshot;
        boolean up = now.polling
                && now.polledAt != null
                && Duration.between(now.polledAt, clock.instant()).compareTo(SILENCE) < 0;
        Health.Builder health = (up ? Health.up() : Health.down())
                .withDetail("partitions", now.partitions)
                .withDetail("running", now.running)
                .withDetail("open", now.open)
                .withDetail("pausedPartitions", now.paused)
                .withDetail("restarts", now.restarts);
        if (now.polledAt != null) {
            health.withDetail("lastPoll", now.polledAt.toString());
        }
        return health.build();
    }

    /**
     * @param running records handled at this moment
     * @param open records read and unfinished
     * @param restarts how often the loop failed and was started again
     */
    record Snapshot(
            boolean polling,
            @Nullable Instant polledAt,
            int partitions,
            int running,
            int open,
            int paused,
            int restarts) {}
}
