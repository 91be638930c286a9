package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The connections to the database break off in the middle of an answer: of a commit too. */
class DatabaseLineCutIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        int before = installation.database().line().cutInAnswers();
        try (Episode episode = episode(installation, "database: cut off in mid-answer")) {
            episode.injectTimes(
                    3,
                    () -> installation.database().line().cutAfter(3_000),
                    Duration.ofSeconds(4),
                    installation.database().line()::heal);
            int cut = installation.database().line().cutInAnswers() - before;
            episode.note(cut + " connections broke in mid-answer");
            assertNothingLostNothingTwice(episode);
            assertThat(cut).isPositive();
        }
    }
}
