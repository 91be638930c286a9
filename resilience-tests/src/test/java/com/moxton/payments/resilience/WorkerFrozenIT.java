package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.ServiceProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A zombie: a worker stands still (SIGSTOP) for longer than its session time-out, another one takes its partitions over,
 * and then it goes on in the middle of what it did. What it writes so late must do no harm.
 */
class WorkerFrozenIT extends Faults {

    /** The session time-out is 6 s here. */
    private static final Duration FOR_DEAD = Duration.ofSeconds(8);

    @Test
    void losesNothing(Installation installation) throws Exception {
        ServiceProcess second = installation.addWorker(Map.of()).awaitReady();
        try (Episode episode = episode(installation, "worker: frozen past its session, then resumed")) {
            episode.injectTimes(2, second::freeze, FOR_DEAD, second::thaw);
            assertNothingLostNothingTwice(episode);
        } finally {
            second.thaw();
            installation.remove(second);
        }
    }
}
