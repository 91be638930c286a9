package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections to Stripe break before and after the work: a repetition is answered from the key's memory. */
class StripeDropsIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode =
                episode(installation, "Stripe: half of the connections break, before or after the work")) {
            episode.injectTimes(
                    1,
                    () -> installation.stripe().knobs().dropAfter(0.25).dropBefore(0.25),
                    Duration.ofSeconds(8),
                    () -> installation.stripe().knobs().dropAfter(0).dropBefore(0));
            assertNothingLostNothingTwice(episode);
        }
    }
}
