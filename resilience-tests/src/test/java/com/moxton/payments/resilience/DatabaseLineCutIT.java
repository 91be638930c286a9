package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The connections to the database break off in the middle of an answer: of a commit too. */
class DatabaseLineCutIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: cut off in mid-answer")) {
            episode.injectTimes(
                    3,
                    () -> installation.database().line().cutAfter(3_000),
                    Duration.ofSeconds(4),
                    installation.database().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }
}
