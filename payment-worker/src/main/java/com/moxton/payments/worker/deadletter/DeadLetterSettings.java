package com.moxton.payments.worker.deadletter;

import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How dead letters are indexed and redriven.
 *
 * @param enabled whether this instance does so. When false it still shows them and takes in what operators want, for another
 *     instance. Default true
 * @param checkInterval how often it is looked for what is to be redriven, and for what has had its effect since. Shorter asks
 *     the database more. Default 1 s
 * @param rate records a second that are redriven. More has payments of today wait longer behind them. Default 200
 */
@ConfigurationProperties("payments.dead-letters")
record DeadLetterSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration checkInterval,
        @DefaultValue("200") int rate) {

    static final String GROUP = "payment-worker.dead-letters";
    private static final String PREFIX = "payments.dead-letters.";

    DeadLetterSettings {
        Setting.between(PREFIX + "check-interval", checkInterval, Duration.ofMillis(10), Duration.ofHours(1));
        Setting.between(PREFIX + "rate", rate, 1, 10_000);
    }
}
