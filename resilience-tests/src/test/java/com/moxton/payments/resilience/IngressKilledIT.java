package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** DURABLE_BEFORE_ACK: kill -9 of the only ingress at random moments. */
class IngressKilledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "ingress: kill -9")) {
            episode.injectTimes(3, installation.ingress()::kill, Duration.ZERO, installation.ingress()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
