package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** All errors that are not about the request: 429, 409, 503, and 500, which the key keeps. */
class StripeErrorsIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "Stripe: 429, 409, 500 and 503 on half of the calls")) {
            episode.injectTimes(
                    1,
                    () -> installation
                            .stripe()
                            .knobs()
                            .errors(429, 0.15)
                            .errors(409, 0.1)
                            .errors(500, 0.1)
                            .errors(503, 0.15),
                    Duration.ofSeconds(8),
                    () -> installation
                            .stripe()
                            .knobs()
                            .errors(429, 0)
                            .errors(409, 0)
                            .errors(500, 0)
                            .errors(503, 0));
            assertNothingLostNothingTwice(episode);
        }
    }
}
