package com.moxton.payments.worker.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The keys of {@code IN (…)}, in few lengths. The driver parses the text of each length once for each connection and keeps
 * it; with batches of any length it would parse, and keep, hundreds of texts for one statement.
 */
public final class InList {

    private InList() {}

    /**
     * @return each key once and in ascending order, then the last one again and again up to a power of two; empty for no
     *     keys, and {@code IN ()} is no SQL: ask before
     */
    public static List<String> of(Collection<String> keys) {
        List<String> list = new ArrayList<>(new TreeSet<>(keys));
        if (list.isEmpty()) {
            return list;
        }
        String last = list.getLast();
        int length = Integer.highestOneBit(list.size());
        if (length < list.size()) {
            length *= 2;
        }
        while (list.size() < length) {
            list.add(last);
        }
        return list;
    }
}
