package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** COMMITTED_MEANS_DONE: kill -9 of the database in mid-transaction. */
class DatabaseKilledIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: kill -9")) {
            episode.injectTimes(
                    3, installation.database()::kill, Duration.ofSeconds(1), installation.database()::start);
            assertNothingLostNothingTwice(episode);
        }
    }
}
