package com.moxton.payments.worker.replay;

import java.util.ArrayList;
import java.util.List;

/** Orders in batches of so many events; an order is never cut. */
final class Batches {

    private Batches() {}

    static <T> List<List<List<T>>> of(List<List<T>> orders, int events) {
        List<List<List<T>>> batches = new ArrayList<>();
        List<List<T>> batch = new ArrayList<>();
        int size = 0;
        for (List<T> order : orders) {
            if (size > 0 && size + order.size() > events) {
                batches.add(batch);
                batch = new ArrayList<>();
                size = 0;
            }
            batch.add(order);
            size += order.size();
        }
        if (size > 0) {
            batches.add(batch);
        }
        return batches;
    }
}
