package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replays, dry runs and audits are carried out.
 *
 * @param enabled whether this instance carries them out. When false it still takes them in, for another instance. Default
 *     true
 * @param checkInterval how often waiting jobs are looked for, and how soon another instance goes on with the job of one that
 *     has stopped. After a crash it takes up to a minute more. Default 1 s
 * @param rate records a second that a run publishes when it doesn't say. More has payments of today wait longer behind the
 *     replayed ones. Default 200
 * @param mostHeld events that a dry run or an audit holds in memory at once, about 2 kB each. With more of them it reads
 *     the log several times. Default 30,000
 * @param batchSize events in one rehearsed transaction: for as long as that takes, payments of the same orders wait.
 *     Default 500
 * @param mostDiffs rows whose differences are kept for a dry run or an audit; all are counted. Default 1,000
 */
@ConfigurationProperties("payments.replay")
record ReplaySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration checkInterval,
        @DefaultValue("200") int rate,
        @DefaultValue("30000") int mostHeld,
        @DefaultValue("500") int batchSize,
        @DefaultValue("1000") int mostDiffs) {

    static final int GREATEST_RATE = 10_000;
    private static final String PREFIX = "payments.replay.";

    ReplaySettings {
        Setting.between(PREFIX + "check-interval", checkInterval, Duration.ofMillis(10), Duration.ofHours(1));
        Setting.between(PREFIX + "rate", rate, 1, GREATEST_RATE);
        Setting.between(PREFIX + "most-held", mostHeld, 1, 10_000_000);
        Setting.between(PREFIX + "batch-size", batchSize, 1, 10_000);
        Setting.between(PREFIX + "most-diffs", mostDiffs, 0, 100_000);
    }
}
