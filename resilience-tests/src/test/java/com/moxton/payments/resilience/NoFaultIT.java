package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The load alone, with its duplicates and shuffles: what all else is to be seen beside. */
@Order(Faults.FIRST)
class NoFaultIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "none")) {
            episode.rest(Duration.ofSeconds(8));
            episode.inject(() -> {}, Duration.ZERO, () -> {});
            assertNothingLostNothingTwice(episode);
        }
    }
}
