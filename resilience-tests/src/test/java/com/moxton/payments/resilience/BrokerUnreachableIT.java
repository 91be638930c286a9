package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.resilience.load.SignedWebhook;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.ProcessMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DURABLE_BEFORE_ACK: without a broker webhooks are refused, quickly, and nothing piles up in memory. */
class BrokerUnreachableIT extends Faults {

    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final Duration QUICKLY = Duration.ofSeconds(8);
    private static final long LITTLE_MEGABYTES = 96;

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "broker: unreachable for 30 s")) {
            episode.rest(Duration.ofSeconds(3));
            long before = ProcessMemory.residentMegabytes(installation.ingress().pid());

            episode.inject(
                    () -> {
                        installation.broker().line().refuse();
                        degradesInOrder(installation, episode, before);
                    },
                    Duration.ZERO,
                    installation.broker().line()::heal);

            assertNothingLostNothingTwice(episode);
        }
    }

    private static void degradesInOrder(Installation installation, Episode episode, long before) throws Exception {
        long began = System.nanoTime();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(installation.ingress().isReady())
                    .as("ready without a broker")
                    .isFalse();
            assertThat(installation.ingress().isLive())
                    .as("alive without a broker")
                    .isTrue();
            assertThat(installation.worker().isLive())
                    .as("alive without a broker")
                    .isTrue();
        });
        List<Duration> took = new ArrayList<>();
        while (System.nanoTime() - began < LASTS.toNanos()) {
            SignedWebhook.Answer answer = SignedWebhook.send(installation.balancer());
            assertThat(answer.status()).as("a webhook without a broker").isEqualTo(503);
            took.add(answer.took());
            episode.rest(Duration.ofMillis(500));
        }
        long after = ProcessMemory.residentMegabytes(installation.ingress().pid());

        assertThat(took).allSatisfy(time -> assertThat(time).isLessThan(QUICKLY));
        assertThat(after - before).as("megabytes that piled up").isLessThan(LITTLE_MEGABYTES);
        Duration slowest = took.stream().max(Duration::compareTo).orElseThrow();
        episode.note("webhooks 503 within %.1f s; ingress %d MB before, %d MB after"
                .formatted(slowest.toMillis() / 1_000.0, before, after));
    }
}
