package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker takes connections and says nothing, for longer than an acknowledgement may take. */
class BrokerStalledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "broker: silent for 12 s")) {
            episode.injectTimes(
                    1,
                    installation.broker().line()::stall,
                    Duration.ofSeconds(12),
                    installation.broker().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }
}
