package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each packet to and from the database takes a little longer, and a transaction has many. */
class DatabaseSlowIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: 30 ms slower each way")) {
            episode.injectTimes(
                    1,
                    () -> installation.database().line().slow(Duration.ofMillis(30)),
                    Duration.ofSeconds(8),
                    installation.database().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }
}
