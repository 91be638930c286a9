package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.consume.EventRecord;
import com.moxton.payments.worker.consume.EventRelevance;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which order an event works on. What the events of one order do depends on each other, across all of its payments, and on
 * no other order's: so orders are what can be looked at one by one.
 */
@Component
class OrderGroups {

    private final NamedParameterJdbcTemplate jdbc;
    private final EventRelevance relevance;

    OrderGroups(NamedParameterJdbcTemplate jdbc, EventRelevance relevance) {
        this.jdbc = jdbc;
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

    /** For one job: what was looked up once is remembered, for so many intents. */
    Finder finder() {
        return new Finder();
    }

    final class Finder {

        private static final int MOST_REMEMBERED = 100_000;

        /** Those that were used last. */
        private final Map<String, String> orderOfIntent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };

        List<Grouped> group(List<EventRecord> records) {
            Map<String, Observation> unknown = new HashMap<>();
            for (EventRecord record : records) {
                Observation observation = relevance.relevant(record.event());
                if (observation != null
                        && !orderOfIntent.containsKey(observation.intent().intentId())) {
                    unknown.putIfAbsent(observation.intent().intentId(), observation);
                }
            }
            orderOfIntent.putAll(lookUp(unknown));
            List<Grouped> grouped = new ArrayList<>(records.size());
            for (EventRecord record : records) {
                Observation observation = relevance.relevant(record.event());
                String order = observation == null
                        ? null
                        : orderOfIntent.getOrDefault(
                                observation.intent().intentId(),
                                observation.intent().metadata().get(IntentSnapshot.ORDER_ID));
                grouped.add(new Grouped(record, order, observation));
            }
            return grouped;
        }
    }

    /**
     * As the ledger finds the payment: by its intent, or by its id while it has no intent. Where there is none, the order in
     * the metadata counts.
     */
    private Map<String, String> lookUp(Map<String, Observation> observations) {
        Map<String, String> intentOfPayment = new HashMap<>();
        observations.forEach((intentId, observation) -> {
            String id = observation.intent().metadata().get(IntentSnapshot.PAYMENT_ID);
            if (id != null) {
                intentOfPayment.put(id, intentId);
            }
        });
        Map<String, String> orders = new HashMap<>();
        if (!intentOfPayment.isEmpty()) {
            jdbc.query(
                    "SELECT id, order_id FROM payments WHERE id IN (:ids) AND stripe_intent_id IS NULL",
                    Map.of("ids", new TreeSet<>(intentOfPayment.keySet())),
                    row -> {
                        orders.put(
                                Objects.requireNonNull(intentOfPayment.get(row.getString("id"))),
                                row.getString("order_id"));
                    });
        }
        if (!observations.isEmpty()) {
            jdbc.query(
                    "SELECT stripe_intent_id, order_id FROM payments WHERE stripe_intent_id IN (:intents)",
                    Map.of("intents", new TreeSet<>(observations.keySet())),
                    row -> {
                        orders.put(row.getString("stripe_intent_id"), row.getString("order_id"));
                    });
        }
        observations.forEach((intentId, observation) -> {
            String named = observation.intent().metadata().get(IntentSnapshot.ORDER_ID);
            if (named != null) {
                orders.putIfAbsent(intentId, named);
            }
        });
        return orders;
    }
}
