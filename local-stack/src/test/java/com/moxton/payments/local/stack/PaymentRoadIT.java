package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.local.stack.Shop.Answer;
import com.moxton.payments.local.stack.Shop.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main road and the failure road, from the storefront to the rows. */
class PaymentRoadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Shop shop = new Shop(Map.of());

    @BeforeEach
    void startTheStack() throws Exception {
        shop = SharedStack.shop();
    }

    @Test
    void turnsAnOrderPaidThroughASignedWebhook() {
        Order order = shop.order("49.99", "usd");
        assertThat(shop.orderStatus(order)).isEqualTo("pending");

        Answer intent = shop.createIntent(order);
        assertThat(intent.status()).as(intent.http().body()).isEqualTo(200);
        assertThat(intent.text("clientSecret")).startsWith(intent.text("intentId"));
        assertThat(intent.text("status")).isEqualTo("requires_payment_method");

        Answer confirmed = shop.confirm(order, intent.text("intentId"), "pm_card_visa");
        assertThat(confirmed.status()).as(confirmed.http().body()).isEqualTo(200);
        assertThat(confirmed.text("status")).isEqualTo("succeeded");

        awaitStatus(order, "paid");
        Answer payment = shop.get("/api/payments/" + intent.text("intentId"), order.token());
        assertThat(payment.status()).isEqualTo(200);
        assertThat(payment.text("status")).isEqualTo("succeeded");
        assertThat(payment.text("orderStatus")).isEqualTo("paid");
        assertThat(payment.json().path("amount").decimalValue()).isEqualByComparingTo("49.99");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.row(
                                "SELECT outcome, type FROM processed_events WHERE intent_id = ? AND type = ?",
                                intent.text("intentId"),
                                "payment_intent.succeeded"))
                        .as("Stripe's own event went through the log as well")
                        .containsKey("outcome"));
    }

    @Test
    void recordsADeclinedCardAndTakesAGoodOneAfterwards() {
        Order order = shop.order("20.00", "eur");
        String intentId = shop.createIntent(order).text("intentId");

        Answer declined = shop.confirm(order, intentId, "pm_card_chargeDeclinedInsufficientFunds");

        assertThat(declined.status()).as(declined.http().body()).isEqualTo(402);
        assertThat(declined.text("code")).isEqualTo("card_declined");
        assertThat(declined.text("declineCode")).isEqualTo("insufficient_funds");
        assertThat(declined.http().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        awaitStatus(order, "payment_failed");
        assertThat(shop.row("SELECT * FROM payments WHERE stripe_intent_id = ?", intentId))
                .containsEntry("status", "requires_payment_method")
                .containsEntry("last_error_code", "card_declined")
                .containsEntry("last_error_decline_code", "insufficient_funds")
                .hasEntrySatisfying(
                        "last_error_message", message -> assertThat(message).isNotBlank());

        assertThat(shop.confirm(order, intentId, "pm_card_visa").text("status")).isEqualTo("succeeded");
        awaitStatus(order, "paid");
        assertThat(shop.row("SELECT COUNT(*) AS payments FROM payments WHERE order_id = ?", order.id()))
                .containsEntry("payments", "1");
    }

    @Test
    void streamsEveryChangeLive() {
        Order order = shop.order("5.00", "usd");
        String intentId = shop.createIntent(order).text("intentId");
        List<JsonNode> seen = new CopyOnWriteArrayList<>();
        var stream = shop.events(order, intentId, seen::add);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(statuses(seen))
                            .as("the present state at once")
                            .containsExactly("requires_payment_method/pending"));

            shop.confirm(order, intentId, "pm_card_chargeDeclined");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(statuses(seen)).endsWith("requires_payment_method/payment_failed"));
            shop.confirm(order, intentId, "pm_card_visa");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(statuses(seen)).endsWith("succeeded/paid"));
        } finally {
            stream.cancel(true);
        }
    }

    @Test
    void answersLaterWhenAskedNotToWait() {
        Order order = shop.order("7.00", "usd");

        Answer pending = shop.createIntent(order, "Prefer", "respond-async");

        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.text("status")).isEqualTo("pending");
        assertThat(pending.http().headers().firstValue("Retry-After")).isPresent();
        String location = pending.http().headers().firstValue("Location").orElseThrow();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer answer = shop.get(location, order.token());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text("clientSecret")).isNotBlank();
        });
    }

    /** ONE_INTENT_PER_ORDER: a double click. */
    @Test
    void givesTheOpenIntentToASecondRequest() {
        Order order = shop.order("8.00", "usd");

        assertThat(shop.createIntent(order).text("intentId"))
                .isEqualTo(shop.createIntent(order).text("intentId"));
    }

    private void awaitStatus(Order order, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.orderStatus(order)).isEqualTo(status));
    }

    private static List<String> statuses(List<JsonNode> seen) {
        return seen.stream()
                .map(payment -> payment.path("status").asString() + "/"
                        + payment.path("orderStatus").asString())
                .distinct()
                .toList();
    }
}
