package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.resilience.load.OrderLoad;
import com.moxton.payments.resilience.load.Shop;
import com.moxton.payments.resilience.load.StripeDashboard;
import com.moxton.payments.resilience.parts.Installation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No connection to Stripe's API: webhooks have their effect all the same, and customers hear 503 in time. */
class StripeUnreachableIT extends Faults {

    private static final Duration BOUND = Duration.ofSeconds(12);

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "Stripe: connection refused")) {
            String order = episode.nextProbe();
            String refused = episode.nextProbe();
            Shop.Answer created = create(episode, order);
            assertThat(created.status()).isEqualTo(200);
            episode.rest(Duration.ofSeconds(1));

            episode.inject(
                    () -> {
                        installation.stripeLine().refuse();
                        degradesInOrder(installation, episode, refused, order, created.text("intentId"));
                    },
                    Duration.ofSeconds(5),
                    installation.stripeLine()::heal);

            // The page tries again, as it was told.
            assertThat(create(episode, refused).status()).isEqualTo(200);
            assertNothingLostNothingTwice(episode);
        }
    }

    private static Shop.Answer create(Episode episode, String order) {
        return episode.shop().createIntent(order, OrderLoad.AMOUNT, order + "-create", "wait=12");
    }

    private static void degradesInOrder(
            Installation installation, Episode episode, String refused, String order, String intentId)
            throws Exception {
        Shop.Answer answer = create(episode, refused);
        assertThat(answer.status()).as("create-intent without Stripe").isEqualTo(503);
        assertThat(answer.text("code")).isEqualTo("stripe_unavailable");
        assertThat(answer.took()).isLessThan(BOUND);

        try (StripeDashboard stripe = new StripeDashboard(installation.stripe())) {
            stripe.pay(intentId);
        }
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(status(installation, order)).isEqualTo("paid"));
        assertThat(installation.allReady()).as("ready without Stripe").isTrue();
        assertThat(installation.worker().isLive()).isTrue();
        episode.note("create-intent 503 in %.1f s; webhooks are applied"
                .formatted(answer.took().toMillis() / 1_000.0));
    }

    private static String status(Installation installation, String order) throws SQLException {
        try (Connection connection = installation.database().connect();
                PreparedStatement statement = connection.prepareStatement("SELECT status FROM orders WHERE id = ?")) {
            statement.setString(1, order);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
