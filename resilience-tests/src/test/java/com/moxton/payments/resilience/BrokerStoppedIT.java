package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker is told to stop, and comes back. */
class BrokerStoppedIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "broker: stop")) {
            episode.injectTimes(2, installation.broker()::stop, Duration.ofSeconds(1), installation.broker()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
