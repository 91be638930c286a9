package com.moxton.payments.worker.payment;

import java.util.List;

/** Who is told of orders whose money needs a person. */
public interface ReviewWatch {

    /**
     * Called inside the transaction that moved the orders, and never again while they stay as they are: to observe the
     * same money again moves nothing. The transaction may yet be rolled back and repeated.
     */
    void cameIntoReview(List<OrderInReview> orders);
}
