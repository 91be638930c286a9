package com.moxton.payments.simulator.journal;

import com.moxton.payments.simulator.wire.StripeJson;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/** What a journal holds: for each sort the latest value of each id, in the order in which the ids first appeared. */
public final class Memories {

    static final Memories NONE = new Memories(Integer.MAX_VALUE);

    private final Map<Sort, Map<String, String>> lines = new EnumMap<>(Sort.class);
    private final int capacity;

    Memories(int capacity) {
        this.capacity = capacity;
    }

    void add(Sort sort, String id, String line) {
        Map<String, String> ofSort = lines.computeIfAbsent(sort, key -> new LinkedHashMap<>());
        ofSort.put(id, line);
        if (ofSort.size() > capacity) {
            ofSort.remove(ofSort.keySet().iterator().next());
        }
    }

    public void forEach(Sort sort, BiConsumer<String, ObjectNode> reader) {
        lines.getOrDefault(sort, Map.of())
                .forEach((id, line) -> reader.accept(
                        id, (ObjectNode) StripeJson.parseObject(line).path("value")));
    }

    Iterable<String> allLines() {
        return () -> lines.values().stream()
                .flatMap(ofSort -> ofSort.values().stream())
                .iterator();
    }
}
