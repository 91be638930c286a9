package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The only ingress is told to stop. */
class IngressStoppedIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "ingress: stop")) {
            episode.injectTimes(2, installation.ingress()::stop, Duration.ZERO, installation.ingress()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
