package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.Event;
import com.moxton.payments.resilience.check.Evidence.Intent;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.event.Delivery;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.simulator.intent.PaymentIntent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The truth: the simulator's own records. */
final class Stripe {

    private final StripeSimulator simulator;

    Stripe(StripeSimulator simulator) {
        this.simulator = simulator;
    }

    List<Intent> intents(String orderPrefix) {
        return simulator.intents().stream()
                .map(PaymentIntent::json)
                .filter(json ->
                        json.path("metadata").path("order_id").asString("").startsWith(orderPrefix + "_"))
                .map(json -> new Intent(
                        json.path("id").asString(),
                        json.path("status").asString(),
                        json.path("metadata").path("order_id").asString(),
                        json.path("metadata").path("payment_id").asString(""),
                        json.path("amount").asLong(),
                        json.path("amount_received").asLong()))
                .toList();
    }

    int eventCount() {
        return simulator.events().size();
    }

    /** @param skipped so many were there before */
    List<Event> events(int skipped) {
        List<StripeEvent> all = simulator.events();
        List<StripeEvent> own = all.subList(0, all.size() - skipped);
        Set<String> accepted = new HashSet<>();
        for (Delivery delivery : simulator.deliveries()) {
            if (delivery.attempts().stream().anyMatch(Stripe::isAccepted)) {
                accepted.add(delivery.event().id());
            }
        }
        return own.stream()
                .map(event -> new Event(event.id(), event.type(), accepted.contains(event.id())))
                .toList();
    }

    int pendingDeliveries() {
        return (int) simulator.deliveries().stream()
                .filter(delivery -> delivery.state() == Delivery.State.PENDING)
                .count();
    }

    /** How often webhooks were sent, for events after so many. */
    int attempts(int skipped) {
        Set<String> own = new HashSet<>();
        events(skipped).forEach(event -> own.add(event.id()));
        return simulator.deliveries().stream()
                .filter(delivery -> own.contains(delivery.event().id()))
                .mapToInt(delivery -> delivery.attempts().size())
                .sum();
    }

    private static boolean isAccepted(Delivery.Attempt attempt) {
        Integer status = attempt.status();
        return status != null && status >= 200 && status < 300;
    }
}
