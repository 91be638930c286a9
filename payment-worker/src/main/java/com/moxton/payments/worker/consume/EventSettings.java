package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.retry.Backoff;
import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How {@code stripe.events} is consumed.
 *
 * @param enabled whether this instance consumes events at all. Default true
 * @param batchSize how many records one transaction takes at most. More is quicker (500 are about twice as quick as 100)
 *     and holds locks longer. Default 500
 * @param transactions how many transactions a backlog is worked off by at once; each needs a database connection. As long
 *     as there are few events they share one. Default 2
 * @param groupInstanceId makes the instance a static member of its group: a restart within the session timeout moves no
 *     partitions. Must differ between instances. Absent: a dynamic member
 * @param sessionTimeout after how long without a heartbeat an instance counts as dead and its partitions move on. Shorter
 *     finds crashes sooner and mistakes long pauses for them. Default 10 s
 * @param retryPauseMin the pause after the first failure that may heal, a database that is down for instance; it doubles
 *     from there. Default 200 ms
 * @param retryPauseMax the longest of these pauses. Shorter finds a healed database sooner and logs more. Default 10 s
 * @param attempts how often a record that fails for an unknown reason is tried before it is a dead letter. Default 3
 * @param livemode which events count: {@code true} live ones, {@code false} test ones; the others are recorded as
 *     ignored. Absent: as the Stripe key says, and without a key both
 * @param parking what happens to events whose order doesn't exist
 */
@ConfigurationProperties("payments.events")
public record EventSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("500") int batchSize,
        @DefaultValue("2") int transactions,
        @Nullable String groupInstanceId,
        @DefaultValue("10s") Duration sessionTimeout,
        @DefaultValue("200ms") Duration retryPauseMin,
        @DefaultValue("10s") Duration retryPauseMax,
        @DefaultValue("3") int attempts,
        @Nullable Boolean livemode,
        @DefaultValue Parking parking) {

    public static final String GROUP = "payment-worker.events";

    public EventSettings {
        Setting.between("payments.events.batch-size", batchSize, 1, 10_000);
        Setting.between("payments.events.transactions", transactions, 1, 64);
        Setting.between(
                "payments.events.session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30));
        Setting.between("payments.events.retry-pause-max", retryPauseMax, Duration.ofMillis(1), Duration.ofHours(1));
        Setting.between("payments.events.retry-pause-min", retryPauseMin, Duration.ofMillis(1), retryPauseMax);
        Setting.between("payments.events.attempts", attempts, 1, 100);
    }

    Backoff backoff() {
        return new Backoff(retryPauseMin, retryPauseMax);
    }

    /**
     * @param pauses before the second attempt, the third, and so on; after the last one the event is a dead letter.
     *     Default 1 s, 5 s, 20 s, 1 min
     * @param checkInterval how often parked events are looked at. Default 1 s
     */
    public record Parking(
            @DefaultValue({"1s", "5s", "20s", "1m"}) List<Duration> pauses,
            @DefaultValue("1s") Duration checkInterval) {

        public Parking {
            pauses = List.copyOf(pauses);
            Setting.between("the number of payments.events.parking.pauses", pauses.size(), 1, 100);
            pauses.forEach(pause -> Setting.between(
                    "each of payments.events.parking.pauses", pause, Duration.ofMillis(1), Duration.ofDays(7)));
            Setting.between(
                    "payments.events.parking.check-interval",
                    checkInterval,
                    Duration.ofMillis(10),
                    Duration.ofHours(1));
        }

        /** How often an event is tried in all. */
        int attempts() {
            return pauses.size() + 1;
        }

        /** The pause after this many attempts. */
        Duration pauseAfter(int attempts) {
            return pauses.get(Math.min(attempts, pauses.size()) - 1);
        }
    }
}
