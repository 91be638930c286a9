package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.load.Tally;
import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Five times as many customers as can be served, for a minute. The surplus is refused, and goes away; who is let in is served
 * within a bounded time; and when it is over, all is as before within seconds.
 */
class OverloadIT extends Faults {

    private static final int TIMES = 5;
    private static final Duration LASTS = Duration.ofSeconds(60);

    /** More than this many at once are served no faster. */
    private static final int AT_ONCE = 50;

    private static final Duration MEASURED = Duration.ofSeconds(6);
    private static final double MOST_RATE = 120;
    private static final Duration QUICK_REFUSAL = Duration.ofSeconds(5);
    private static final Duration SERVED = Duration.ofSeconds(10);
    private static final Duration RECOVERED = Duration.ofSeconds(30);

    @Test
    void refusesTheSurplusAndServesTheRest(Installation installation) throws Exception {
        int mostOrders = (int) (MOST_RATE * (TIMES * LASTS.toSeconds() + 60));
        try (Episode episode =
                Episode.begin(installation, "overload: five times the top rate for a minute", rate(), mostOrders)) {
            Tally tally = episode.tally();
            double topRate = Math.min(episode.load().topRate(AT_ONCE, MEASURED), MOST_RATE);
            // What is calm depends on the machine.
            double calm = Math.min(rate(), topRate / 2);
            episode.load().rate(calm);
            episode.rest(Duration.ofSeconds(2));

            episode.inject(
                    () -> {
                        episode.load().impatient(true);
                        episode.load().rate(topRate * TIMES);
                        tellsTheTruth(installation, episode);
                    },
                    Duration.ZERO,
                    () -> {
                        episode.load().impatient(false);
                        episode.load().rate(calm);
                    });

            List<Duration> served = tally.servedWithin();
            Duration median = served.get(served.size() / 2);
            Duration slow = served.get(served.size() * 99 / 100);
            episode.note(
                    "%.0f orders/s at once, of which %,d were refused and went away; the others' calls took %.1f s (p50), %.1f s (p99)"
                            .formatted(
                                    topRate * TIMES,
                                    tally.gone(),
                                    median.toMillis() / 1_000.0,
                                    slow.toMillis() / 1_000.0));
            Episode.Outcome outcome = assertNothingLostNothingTwice(episode);
            assertThat(tally.statuses().keySet()).isSubsetOf(Set.of(200, 202, 402, 409, 429, 503));
            assertThat(tally.gone()).as("customers refused").isPositive();
            assertThat(slow).as("p99 of those who were served").isLessThan(SERVED);
            assertThat(tally.slowestRefusal()).as("slowest refusal").isLessThan(QUICK_REFUSAL);
            assertThat(outcome.result().recoverySeconds()).isLessThan(RECOVERED.toSeconds());
        }
    }

    /** Overloaded is neither dead nor unready: to take an instance out would make it worse for the others. */
    private static void tellsTheTruth(Installation installation, Episode episode) throws InterruptedException {
        long end = System.nanoTime() + LASTS.toNanos();
        while (System.nanoTime() < end) {
            assertThat(installation.ingress().isLive()).as("ingress alive").isTrue();
            assertThat(installation.worker().isLive()).as("worker alive").isTrue();
            assertThat(installation.allReady()).as("ready under overload").isTrue();
            episode.rest(Duration.ofSeconds(2));
        }
    }
}
