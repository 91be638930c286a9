package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

final class MemoryEvents implements KnownEvents {

    private final Set<String> processed = new HashSet<>();
    private final Map<String, Instant> rescued = new HashMap<>();
    private Runnable whenAsked = () -> {};

    void processed(String eventId) {
        processed.add(eventId);
    }

    /** What happens while the run is busy. */
    void whenAsked(Runnable happening) {
        whenAsked = happening;
    }

    @Override
    public Set<String> among(Collection<String> eventIds) {
        whenAsked.run();
        Set<String> known = new HashSet<>(eventIds);
        known.removeIf(id -> !processed.contains(id) && !rescued.containsKey(id));
        return known;
    }

    @Override
    public void rescued(Collection<String> eventIds, Instant at) {
        eventIds.forEach(id -> rescued.put(id, at));
    }

    @Override
    public void forget(Instant rescuedBefore) {
        rescued.values().removeIf(at -> at.isBefore(rescuedBefore));
    }
}
