package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.consume.EventRecord;
import com.moxton.payments.worker.consume.EventRelevance;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which order an event works on. What the events of one order do depends on each other, across all of its payments, and on
 * no other order's: so orders are what can be looked at one by one.
 */
@Component
class OrderGroups {

    private final PaymentRepository payments;
    private final EventRelevance relevance;

    OrderGroups(PaymentRepository payments, EventRelevance relevance) {
        this.payments = payments;
        this.relevance = relevance;
    }

    /**
     * @param order null when the event concerns no order of ours
     * @param observation null when it is none of the ledger's business
     */
    record Grouped(
            EventRecord record,
            @Nullable String order,
            @Nullable Observation observation) {

        /** Of an event without an order only its repetitions depend on each other. */
        String key() {
            return order == null ? "event " + record.event().id() : order;
        }
    }

    List<Grouped> group(List<EventRecord> records) {
        Set<String> ids = new HashSet<>();
        Set<String> intents = new HashSet<>();
        for (EventRecord record : records) {
            Observation observation = relevance.relevant(record.event());
            if (observation != null) {
                intents.add(observation.intent().intentId());
                String id = observation.intent().metadata().get(IntentSnapshot.PAYMENT_ID);
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        Map<String, Payment> byIntent = new HashMap<>();
        Map<String, Payment> byId = new HashMap<>();
        for (Payment payment : payments.findAll(ids, intents)) {
            byId.put(payment.id(), payment);
            if (payment.intentId() != null) {
                byIntent.put(payment.intentId(), payment);
            }
        }
        List<Grouped> grouped = new ArrayList<>(records.size());
        for (EventRecord record : records) {
            Observation observation = relevance.relevant(record.event());
            grouped.add(
                    new Grouped(record, observation == null ? null : order(observation, byIntent, byId), observation));
        }
        return grouped;
    }

    /** As the ledger finds the payment: by its intent, by its id while it has no intent, by the order in the metadata. */
    private static @Nullable String order(
            Observation observation, Map<String, Payment> byIntent, Map<String, Payment> byId) {
        Payment known = byIntent.get(observation.intent().intentId());
        if (known == null) {
            Payment requested = byId.get(
                    Objects.requireNonNullElse(observation.intent().metadata().get(IntentSnapshot.PAYMENT_ID), ""));
            known = requested != null && requested.intentId() == null ? requested : null;
        }
        return known != null ? known.orderId() : observation.intent().metadata().get(IntentSnapshot.ORDER_ID);
    }
}
