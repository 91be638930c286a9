package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many more customers than can be served: each hears within its wait what becomes of it, and none is lost. */
class OverloadIT extends Faults {

    private static final int TIMES = 5;
    private static final Duration LASTS = Duration.ofSeconds(20);

    /** A page waits 5 s here, and an answer has to be written on a machine that is busy. */
    private static final double BOUND_SECONDS = 20;

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "overload: five times the load for 20 s")) {
            episode.rest(Duration.ofSeconds(2));
            episode.inject(
                    () -> episode.load().rate(rate() * TIMES),
                    LASTS,
                    () -> episode.load().rate(rate()));
            episode.note("answers by status: " + episode.tally().statuses());
            assertNothingLostNothingTwice(episode);
            assertThat(episode.tally().statuses().keySet()).isSubsetOf(Set.of(200, 202, 402, 409, 429, 502, 503));
            assertThat(episode.tally().slowest().toMillis() / 1_000.0).isLessThan(BOUND_SECONDS);
        }
    }
}
