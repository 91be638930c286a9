package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripe's clock and ours differ: events and answers come from the future, or from the past. */
class StripeClockIT extends Faults {

    @ParameterizedTest
    @ValueSource(longs = {200, -200})
    void losesNothingWithinTheTolerance(long seconds, Installation installation) throws Exception {
        try (Episode episode = episode(
                installation,
                "clocks: Stripe %d s %s".formatted(Math.abs(seconds), seconds > 0 ? "ahead" : "behind"))) {
            episode.inject(() -> installation.stripe().knobs().clockOffset(Duration.ofSeconds(seconds)));
            episode.rest(Duration.ofSeconds(8));
            episode.recover();
            assertNothingLostNothingTwice(episode);
        }
    }

    @Test
    void losesNothingWhileSignaturesAreRefused(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "clocks: Stripe 1 h ahead, for 6 s")) {
            // An open state that was seen in the future stands until then. Here all come to their end.
            episode.load().plainPayments();
            Instant began = Instant.now();
            episode.inject(
                    () -> installation.stripe().knobs().clockOffset(Duration.ofHours(1)),
                    Duration.ofSeconds(6),
                    () -> installation.stripe().knobs().clockOffset(Duration.ZERO));
            long refused = installation.stripe().deliveries().stream()
                    .flatMap(delivery -> delivery.attempts().stream())
                    .filter(attempt -> attempt.at().isAfter(began))
                    .filter(attempt -> Integer.valueOf(400).equals(attempt.status()))
                    .count();
            episode.note(refused + " webhooks 400, and taken later");
            assertNothingLostNothingTwice(episode);
            assertThat(refused).isPositive();
        }
    }
}
