package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.order.OrderRepository;

/** So that what unit tests prove of the ledger holds on the database too. */
class InMemoryTablesTest implements RepositoryContract {

    private final InMemoryTables tables = new InMemoryTables();

    @Override
    public OrderRepository orders() {
        return tables.orderRepository();
    }

    @Override
    public PaymentRepository payments() {
        return tables.paymentRepository();
    }

    @Override
    public OrderLocks locks() {
        return tables.orderLocks();
    }

    @Override
    public PaymentHistory history() {
        return tables.paymentHistory();
    }

    @Override
    public void insertOrder(String id, String amount) {
        tables.order(id, amount);
    }
}
