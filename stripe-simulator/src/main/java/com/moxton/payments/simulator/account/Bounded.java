package com.moxton.payments.simulator.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects by id in the order of their birth; the oldest goes when there are too many. */
final class Bounded<T> {

    private final Map<String, T> objects;

    Bounded(int capacity) {
        this.objects = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > capacity;
            }
        };
    }

    @Nullable
    T get(String id) {
        return objects.get(id);
    }

    void put(String id, T object) {
        objects.put(id, object);
    }

    List<T> oldestFirst() {
        return List.copyOf(objects.values());
    }
}
