package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.resilience.load.OrderLoad;
import com.moxton.payments.resilience.load.Shop;
import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Without a database webhooks are taken all the same, customers are told within their wait, and nothing is a dead letter. */
class DatabaseUnreachableIT extends Faults {

    private static final Duration LASTS = Duration.ofSeconds(30);

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: unreachable for 30 s")) {
            episode.rest(Duration.ofSeconds(2));
            episode.inject(
                    () -> {
                        installation.database().line().refuse();
                        degradesInOrder(installation, episode);
                    },
                    Duration.ZERO,
                    installation.database().line()::heal);
            assertNothingLostNothingTwice(episode);
        }
    }

    private static void degradesInOrder(Installation installation, Episode episode) throws Exception {
        long began = System.nanoTime();
        String order = episode.nextProbe();
        String key = order + "-once";
        Shop.Answer answer = episode.shop().createIntent(order, OrderLoad.AMOUNT, key, "wait=3");
        assertThat(answer.status()).as("create-intent without a database").isIn(202, 503);
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(6));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(installation.worker().isReady()).as("worker ready").isFalse();
            assertThat(installation.worker().isLive()).as("worker alive").isTrue();
            assertThat(installation.ingress().isReady()).as("ingress ready").isTrue();
        });
        while (System.nanoTime() - began < LASTS.toNanos()) {

            episode.rest(Duration.ofMillis(500));
        }
        long refused = installation.stripe().deliveries().stream()
                .flatMap(delivery -> delivery.attempts().stream())
                .filter(attempt -> attempt.at().isAfter(Instant.now().minus(LASTS)))
                .filter(attempt -> attempt.status() == null || attempt.status() != 200)
                .count();
        assertThat(refused).as("webhooks refused without a database").isZero();
        episode.note("webhooks 200; create-intent answers %d in %.1f s"
                .formatted(answer.status(), answer.took().toMillis() / 1_000.0));
    }
}
