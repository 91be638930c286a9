package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * COMMITTED_MEANS_DONE: kill -9 of the worker when it is surely in the middle of something. A slow database makes each batch
 * take a second or so; without that most kills fall between two batches.
 */
class WorkerKilledMidBatchIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "worker: kill -9 in the middle of slow batches")) {
            episode.injectTimes(
                    3,
                    () -> {
                        installation.database().line().slow(Duration.ofMillis(25));
                        episode.rest(Duration.ofSeconds(3));
                        installation.worker().kill();
                        installation.database().line().heal();
                    },
                    Duration.ZERO,
                    installation.worker()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
