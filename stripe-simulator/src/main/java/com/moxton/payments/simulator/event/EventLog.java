package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.journal.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All events, oldest first, with their deliveries; the oldest are forgotten when there are too many. */
public final class EventLog {

    private record Entry(StripeEvent event, List<Delivery> deliveries) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final int capacity;

    public EventLog(int capacity) {
        this.capacity = capacity;
    }

    /** @return the deliveries it causes */
    public synchronized List<Delivery> append(StripeEvent event, List<WebhookEndpoint> endpoints) {
        List<Delivery> deliveries = endpoints.stream()
                .filter(endpoint -> endpoint.wants(event.type()))
                .map(endpoint -> new Delivery(event, endpoint))
                .toList();
        entries.put(event.id(), new Entry(event, deliveries));
        if (entries.size() > capacity) {
            entries.remove(entries.keySet().iterator().next());
        }
        return deliveries;
    }

    /**
     * Takes up what was remembered. Deliveries to endpoints that are no more are forgotten.
     *
     * @return what still has to be delivered
     */
    public synchronized List<Delivery> restore(Memories memories, List<WebhookEndpoint> endpoints) {
        memories.forEach(
                Sort.EVENT, (id, json) -> entries.put(id, new Entry(StripeEvent.fromMemory(json), new ArrayList<>())));
        memories.forEach(Sort.DELIVERY, (id, json) -> {
            Entry entry = entries.get(json.path("event").asString());
            String url = json.path("url").asString();
            for (WebhookEndpoint endpoint : endpoints) {
                if (entry != null && endpoint.url().toString().equals(url)) {
                    Delivery delivery = new Delivery(entry.event(), endpoint);
                    delivery.restore(json);
                    entry.deliveries().add(delivery);
                }
            }
        });
        return deliveries().stream()
                .filter(delivery -> delivery.state() == Delivery.State.PENDING)
                .toList();
    }

    public synchronized Optional<StripeEvent> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::event);
    }

    /** Newest first, as Stripe lists. */
    public synchronized List<StripeEvent> newestFirst() {
        return entries.values().stream().map(Entry::event).toList().reversed();
    }

    public synchronized List<Delivery> deliveries(String eventId) {
        Entry entry = entries.get(eventId);
        return entry == null ? List.of() : entry.deliveries();
    }

    public synchronized List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        entries.values().forEach(entry -> all.addAll(entry.deliveries()));
        return all;
    }

    public int pendingWebhooks(String eventId) {
        return (int) deliveries(eventId).stream()
                .filter(delivery -> delivery.state() != Delivery.State.DELIVERED)
                .count();
    }

    /** Whether every endpoint took it. */
    public boolean deliverySuccess(String eventId) {
        return pendingWebhooks(eventId) == 0;
    }
}
