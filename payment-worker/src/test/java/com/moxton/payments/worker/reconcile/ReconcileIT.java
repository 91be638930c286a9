package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.worker.WorkerIT;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The worker beside a shop whose webhooks reach nobody. Nothing of reconciliation runs but when a test says so. */
@TestPropertySource(
        properties = {
            "payments.reconcile.backfill.enabled=false",
            "payments.reconcile.stale.enabled=false",
            "payments.reconcile.backfill.settle=1s"
        })
abstract class ReconcileIT extends WorkerIT {

    static final Shop SHOP = new Shop();

    @DynamicPropertySource
    static void stripe(DynamicPropertyRegistry properties) {
        properties.add("STRIPE_API_BASE", () -> SHOP.stripe().baseUrl());
    }

    @Autowired
    private CircuitBreaker breaker;

    /** The worker outlives its tests, and what they did to Stripe may have opened the breaker. */
    @BeforeEach
    void allIsWell() {
        SHOP.stripe().knobs().reset();
        breaker.transitionToClosedState();
    }

    String newOrder() {
        String id = "order-" + UUID.randomUUID();
        order(id, "49.99");
        return id;
    }

    String orderStatus(String orderId) {
        return String.valueOf(
                row("SELECT status FROM orders WHERE id = ?", orderId).get("status"));
    }

    void awaitProcessed(Collection<StripeEvent> events) {
        awaiting()
                .untilAsserted(() -> assertThat(events)
                        .allSatisfy(event -> assertThat(processed(event)).isOne()));
    }

    long processed(StripeEvent event) {
        return rows("SELECT 1 FROM processed_events WHERE event_id = ?", event.id())
                .size();
    }

    static List<StripeEvent> eventsOf(String intentId) {
        return SHOP.events().stream()
                .filter(event -> event.json().contains("\"" + intentId + "\""))
                .toList();
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
