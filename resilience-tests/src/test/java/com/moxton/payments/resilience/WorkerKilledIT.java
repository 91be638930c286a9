package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** COMMITTED_MEANS_DONE: kill -9 of the worker at random moments. */
class WorkerKilledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "worker: kill -9")) {
            episode.injectTimes(3, installation.worker()::kill, Duration.ZERO, installation.worker()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
