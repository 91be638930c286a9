package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.ServiceProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two workers share the partitions; one comes, is killed, comes again and goes, and each time they are shared anew. */
class WorkersRebalanceIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "two workers: one joins, dies, joins, leaves")) {
            ServiceProcess second = installation.addWorker(Map.of());
            episode.inject(() -> {}, Duration.ZERO, second::awaitReady);
            episode.rest(Duration.ofSeconds(2));
            episode.inject(second::kill, Duration.ZERO, second::start);
            episode.rest(Duration.ofSeconds(2));
            installation.remove(second);
            episode.inject(() -> {}, Duration.ofSeconds(2), () -> {});
            assertNothingLostNothingTwice(episode);
        }
    }
}
