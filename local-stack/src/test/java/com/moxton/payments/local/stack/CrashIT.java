package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.local.stack.Shop.Answer;
import com.moxton.payments.local.stack.Shop.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** COMMITTED_MEANS_DONE and ONE_INTENT_PER_ORDER under kill -9 of real processes. */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ORDERS = 12;

    @Test
    void losesNothingWhenTheServicesAreKilled() throws Exception {
        StackProcess stack = SharedStack.running();
        Shop shop = SharedStack.shop();
        Map<Order, String> locations = new LinkedHashMap<>();
        for (int i = 0; i < ORDERS; i++) {
            Order order = shop.order("1" + i + ".00", "usd");
            Answer pending = shop.createIntent(order, "Prefer", "respond-async");
            locations.put(order, pending.http().headers().firstValue("Location").orElseThrow());
        }

        killAndAwaitSuccessor(stack, "worker");
        killAndAwaitSuccessor(stack, "ingress");

        Map<Order, String> intents = new LinkedHashMap<>();
        locations.forEach((order, location) -> await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    Answer answer = shop.get(location, order.token());
                    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
                    intents.put(order, answer.text("intentId"));
                }));
        // While the events of these are on their way, the worker dies once more.
        intents.forEach((order, intent) -> shop.confirm(order, intent, "pm_card_visa", "Prefer", "respond-async"));
        killAndAwaitSuccessor(stack, "worker");

        intents.forEach((order, intent) -> {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> shop.orderStatus(order).equals("paid"));
            assertThat(shop.row(
                            "SELECT COUNT(*) AS payments, MAX(stripe_intent_id) AS intent FROM payments WHERE order_id = ?",
                            order.id()))
                    .containsEntry("payments", "1")
                    .containsEntry("intent", intent);
        });
    }

    @Test
    void keepsEverythingWhenTheLauncherIsKilled() throws Exception {
        StackProcess stack = SharedStack.running();
        Shop shop = SharedStack.shop();
        Order paid = shop.order("30.00", "usd");
        shop.confirm(paid, shop.createIntent(paid).text("intentId"), "pm_card_visa");
        Order open = shop.order("31.00", "usd");
        String intent = shop.createIntent(open).text("intentId");
        await().atMost(PATIENCE).until(() -> shop.orderStatus(paid).equals("paid"));
        List<ProcessHandle> services = new ArrayList<>(List.of(stack.service("ingress"), stack.service("worker")));

        stack.kill();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(services).noneMatch(ProcessHandle::isAlive));
        SharedStack.startAgain();
        assertThat(shop.orderStatus(paid)).isEqualTo("paid");
        assertThat(shop.createIntent(open).text("intentId")).isEqualTo(intent);
        assertThat(shop.confirm(open, intent, "pm_card_visa").text("status")).isEqualTo("succeeded");
        await().atMost(PATIENCE).until(() -> shop.orderStatus(open).equals("paid"));
    }

    private static void killAndAwaitSuccessor(StackProcess stack, String service) {
        ProcessHandle victim = stack.service(service);
        victim.destroyForcibly();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> stack.service(service).pid() != victim.pid());
    }
}
