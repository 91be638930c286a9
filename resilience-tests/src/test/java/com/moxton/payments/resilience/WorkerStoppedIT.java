package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The worker is told to stop, and finishes what it has under way. */
class WorkerStoppedIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "worker: stop")) {
            episode.injectTimes(2, installation.worker()::stop, Duration.ZERO, installation.worker()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
