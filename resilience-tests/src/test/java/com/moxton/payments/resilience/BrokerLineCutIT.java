package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The connections to the broker break off in the middle of an answer, again and again. */
class BrokerLineCutIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        int before = installation.broker().line().cutInAnswers();
        try (Episode episode = episode(installation, "broker: cut off in mid-answer")) {
            episode.injectTimes(
                    2,
                    () -> installation.broker().line().cutAfter(8_000),
                    Duration.ofSeconds(5),
                    installation.broker().line()::heal);
            int cut = installation.broker().line().cutInAnswers() - before;
            episode.note(cut + " connections broke in mid-answer");
            assertNothingLostNothingTwice(episode);
            assertThat(cut).isPositive();
        }
    }
}
