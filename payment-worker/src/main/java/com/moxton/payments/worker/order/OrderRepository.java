package com.moxton.payments.worker.order;

import java.util.Collection;
import java.util.Optional;

/**
 * The rows of {@code orders}. Whoever changes a payment locks its order first: that lock is what keeps two changes of one
 * order apart. Locks hold until the caller's transaction ends. Orders are locked together with their payments by
 * {@code OrderLocks}.
 */
public interface OrderRepository {

    /** Without a lock. */
    Optional<Order> find(String id);

    /** Waits for the row and locks it; empty when there is none, and then nothing is locked. */
    Optional<Order> lock(String id);

    /** Writes status, reason, paid_at, version and updated_at of rows that the caller has locked. */
    void update(Collection<Order> orders);
}
