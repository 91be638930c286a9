package com.moxton.payments.worker.security;

import com.moxton.payments.worker.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long somebody stays signed in to the console.
 *
 * @param sessionIdle without an act of the operator; pages that refresh themselves don't count. Shorter is safer at a shared
 *     desk. Default 30 min
 * @param sessionLimit after the sign-in, whatever happens. Default 12 h: a shift
 */
@ConfigurationProperties("payments.console")
record ConsoleSettings(
        @DefaultValue("30m") Duration sessionIdle,
        @DefaultValue("12h") Duration sessionLimit) {

    ConsoleSettings {
        // The container's own limit for memory is an hour.
        Setting.between("payments.console.session-idle", sessionIdle, Duration.ofSeconds(1), Duration.ofHours(1));
        Setting.between("payments.console.session-limit", sessionLimit, Duration.ofSeconds(1), Duration.ofDays(7));
    }
}
