package com.moxton.payments.worker.reconcile;

/**
 * An open payment that nothing has been heard of for a while.
 *
 * @param version the payment's
 * @param attempts how often it has been asked for since it moved last
 */
record StalePayment(String id, String orderId, String status, long version, int attempts) {}
