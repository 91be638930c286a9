package com.moxton.payments.ingress.live;

import com.moxton.payments.ingress.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live streams of this instance.
 *
 * @param heartbeat after so much silence a comment is sent: it keeps proxies from closing the stream, and finds out that
 *     the reader has gone. Default 15 s
 * @param maxStreams all together; each holds a connection of the server's, and of those streams never take more than half
 *     ({@code payments.overload}). Default 2,000
 * @param maxStreamsPerUser a browser opens one for each page. Default 10
 * @param maxAge a stream is ended after that long, or when its token expires if that is sooner; browsers come back by
 *     themselves, and so spread over new instances. Default 1 h
 * @param stateWait for the present state, with which each stream begins. Default 10 s
 */
@ConfigurationProperties("payments.live")
record LiveSettings(
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("10") int maxStreamsPerUser,
        @DefaultValue("1h") Duration maxAge,
        @DefaultValue("10s") Duration stateWait) {

    /** Streams that last must not take the connections of webhooks and calls, which are short. */
    LiveSettings within(int connections) {
        int most = Math.max(1, Math.min(maxStreams, connections / 2));
        return new LiveSettings(heartbeat, most, Math.min(most, maxStreamsPerUser), maxAge, stateWait);
    }

    LiveSettings {
        Setting.between("payments.live.heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(5));
        Setting.between("payments.live.max-streams", maxStreams, 1, 1_000_000);
        Setting.between("payments.live.max-streams-per-user", maxStreamsPerUser, 1, maxStreams);
        Setting.between("payments.live.max-age", maxAge, Duration.ofSeconds(1), Duration.ofDays(7));
        Setting.between("payments.live.state-wait", stateWait, Duration.ofMillis(100), Duration.ofMinutes(1));
    }
}
