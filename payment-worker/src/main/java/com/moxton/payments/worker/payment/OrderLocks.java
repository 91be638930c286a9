package com.moxton.payments.worker.payment;

import java.util.Collection;

/**
 * Locks orders with all their payments, each order before its payments and the orders in ascending order of id, so that two
 * callers can't wait for each other. The locks hold until the caller's transaction ends. Unknown orders are not in the
 * answer, and nothing is locked for them.
 */
public interface OrderLocks {

    /** Waits for each. */
    LockedOrders all(Collection<String> orderIds);

    /** Those of the orders that nobody else has locked. Waits for no order. */
    LockedOrders free(Collection<String> orderIds);
}
