package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database is told to stop, and comes back. */
class DatabaseStoppedIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: stop")) {
            episode.injectTimes(
                    2, installation.database()::stop, Duration.ofSeconds(1), installation.database()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
