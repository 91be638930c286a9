package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the broker has acknowledged outlives its kill -9. */
class BrokerKilledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "broker: kill -9")) {
            episode.injectTimes(3, installation.broker()::kill, Duration.ofSeconds(1), installation.broker()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
