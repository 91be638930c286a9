package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stripe does what it is asked, and its answers never come: ONE_INTENT_PER_ORDER by idempotency keys. */
class StripeHangsIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "Stripe: a quarter of the answers never comes")) {
            episode.injectTimes(
                    1,
                    () -> installation.stripe().knobs().hang(0.25),
                    Duration.ofSeconds(8),
                    () -> installation.stripe().knobs().hang(0));
            assertNothingLostNothingTwice(episode);
        }
    }
}
