package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.resilience.load.OrderLoad;
import com.moxton.payments.resilience.load.Shop;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.PaymentIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without a database webhooks are taken all the same, customers are told within their wait, and nothing is a dead letter. */
class DatabaseUnreachableIT extends Faults {

    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final Duration BOUND = Duration.ofSeconds(8);
    private static final int ASKED = 3;

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "database: unreachable for 30 s")) {
            String refused = episode.nextProbe();
            String order = episode.nextProbe();
            String intentId = await().atMost(Duration.ofSeconds(60))
                    .until(() -> create(episode, order), answer -> answer.status() == 200)
                    .text("intentId");
            episode.rest(Duration.ofSeconds(2));
            episode.inject(
                    () -> {
                        installation.database().line().refuse();
                        degradesInOrder(installation, episode, refused, order, intentId);
                    },
                    Duration.ZERO,
                    installation.database().line()::heal);
            // What was answered 503 was not begun, and isn't carried out later of its own accord.
            assertThat(intentsOf(installation, refused)).isEmpty();
            assertThat(installation.stripe().intent(intentId).orElseThrow().status())
                    .isEqualTo(IntentStatus.REQUIRES_PAYMENT_METHOD);
            // What customers asked for again meanwhile goes before it: it may be told to come back once more.
            List<String> again = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                Shop.Answer answer = create(episode, refused);
                if (answer.status() != 200) {
                    again.add("%d %s".formatted(answer.status(), answer.text("code")));
                }
                return answer.status() == 200;
            });
            if (!again.isEmpty()) {
                episode.note("told once more afterwards: " + again);
            }
            assertThat(create(episode, refused).status()).isEqualTo(200);
            assertThat(intentsOf(installation, refused)).hasSize(1);
            assertNothingLostNothingTwice(episode);
        }
    }

    private static Shop.Answer create(Episode episode, String order) {
        return episode.shop().createIntent(order, OrderLoad.AMOUNT, order + "-create", "wait=10");
    }

    private static Shop.Answer confirm(Episode episode, String order, String intentId) {
        return episode.shop().confirm(order, intentId, "pm_card_visa", order + "-confirm", "wait=10");
    }

    private static List<PaymentIntent> intentsOf(Installation installation, String order) {
        return installation.stripe().intents().stream()
                .filter(intent -> order.equals(
                        intent.json().path("metadata").path("order_id").asString("")))
                .toList();
    }

    private static void degradesInOrder(
            Installation installation, Episode episode, String refused, String order, String intentId)
            throws Exception {
        long began = System.nanoTime();
        long before = webhooksNotTaken(installation);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(installation.worker().isReady()).as("worker ready").isFalse();
            assertThat(installation.worker().isLive()).as("worker alive").isTrue();
            assertThat(installation.ingress().isReady()).as("ingress ready").isTrue();
        });
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < ASKED; i++) {
            Shop.Answer created = create(episode, refused);
            Shop.Answer confirmed = confirm(episode, order, intentId);
            for (Shop.Answer answer : List.of(created, confirmed)) {
                assertThat(answer.status()).as("a call without a database").isEqualTo(503);
                assertThat(answer.text("code")).isEqualTo("worker_unavailable");
                assertThat(answer.took()).isLessThan(BOUND);
                slowest = slowest.compareTo(answer.took()) > 0 ? slowest : answer.took();
            }
        }
        while (System.nanoTime() - began < LASTS.toNanos()) {
            episode.rest(Duration.ofMillis(500));
        }
        long notTaken = webhooksNotTaken(installation) - before;
        assertThat(notTaken).as("webhooks refused without a database").isZero();
        episode.note(
                "webhooks 200; create-intent and confirm 503 within %.1f s".formatted(slowest.toMillis() / 1_000.0));
    }
}
