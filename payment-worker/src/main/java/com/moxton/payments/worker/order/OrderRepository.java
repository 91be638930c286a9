package com.moxton.payments.worker.order;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of {@code orders}. Whoever changes a payment locks its order first: that lock is what keeps two changes of one
 * order apart. Locks hold until the caller's transaction ends.
 */
public interface OrderRepository {

    /** Without a lock. */
    Optional<Order> find(String id);

    /** Locks the row; empty when there is none, and then nothing is locked. */
    default Optional<Order> lock(String id) {
        return Optional.ofNullable(lockAll(List.of(id)).get(id));
    }

    /** Locks the rows there are, in ascending order of id, so that two callers can't wait for each other. */
    Map<String, Order> lockAll(Collection<String> ids);

    /** Locks, in ascending order of id, those of the rows that nobody else has locked. Waits for none. */
    Map<String, Order> lockFree(Collection<String> ids);

    /** Writes status, reason, paid_at, version and updated_at of rows that the caller has locked. */
    void update(Collection<Order> orders);
}
