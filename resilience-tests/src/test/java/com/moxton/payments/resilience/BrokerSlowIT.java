package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each packet to and from the broker takes a tenth of a second longer. */
class BrokerSlowIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "broker: 100 ms slower each way")) {
            episode.injectTimes(
                    1,
                    () -> installation.broker().line().slow(Duration.ofMillis(100)),
                    Duration.ofSeconds(8),
                    installation.broker().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }
}
