package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.simulator.event.Delivery;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripe's clock and ours differ: events and answers come from the future, or from the past. */
class StripeClockIT extends Faults {

    /** 429: too many that could not be verified. */
    private static final Set<Integer> REFUSED = Set.of(400, 429);

    @ParameterizedTest
    @ValueSource(longs = {200, -200})
    void losesNothingWithinTheTolerance(long seconds, Installation installation) throws Exception {
        try (Episode episode = episode(
                installation,
                "clocks: Stripe %d s %s".formatted(Math.abs(seconds), seconds > 0 ? "ahead" : "behind"))) {
            episode.inject(() -> installation.stripe().knobs().clockOffset(Duration.ofSeconds(seconds)));
            episode.rest(Duration.ofSeconds(5));
            episode.recover();
            assertNothingLostNothingTwice(episode);
        }
    }

    /**
     * Events from the future and from the past: some payments have an open state that is dated in an hour when they come to
     * their end, which is dated now; others come to an end that is dated an hour before their beginning.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void noDateOfAnOpenStateHoldsUpTheEnd(long hours, Installation installation) throws Exception {
        try (Episode episode = episode(
                installation,
                "clocks: Stripe 1 h %s, for 5 s; events from the %s"
                        .formatted(hours > 0 ? "ahead" : "behind", hours > 0 ? "future" : "past"))) {
            // An open state of the future stands against other open ones until then: see docs/reliability.md.
            episode.load().toTheEnd();
            episode.rest(Duration.ofSeconds(1));
            long before = refused(installation);
            episode.inject(
                    () -> installation.stripe().knobs().clockOffset(Duration.ofHours(hours)),
                    Duration.ofSeconds(5),
                    () -> installation.stripe().knobs().clockOffset(Duration.ZERO));
            long refused = refused(installation) - before;
            episode.note("%,d webhooks refused, and taken later".formatted(refused));
            assertNothingLostNothingTwice(episode);
            assertThat(refused).isPositive();
        }
    }

    private static long refused(Installation installation) {
        return installation.stripe().deliveries().stream()
                .flatMap(delivery -> delivery.attempts().stream())
                .map(Delivery.Attempt::status)
                .filter(status -> status != null && REFUSED.contains(status))
                .count();
    }
}
