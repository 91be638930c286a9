package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database takes connections and says nothing, for longer than the time-out of the driver. */
class DatabaseStalledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: silent for 15 s")) {
            episode.injectTimes(
                    1,
                    installation.database().line()::stall,
                    Duration.ofSeconds(15),
                    installation.database().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }
}
