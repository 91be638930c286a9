package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.WorkerIT;
import com.moxton.payments.worker.order.OrderRepository;
import org.springframework.beans.factory.annotation.Autowired;

class JdbcRepositoriesIT extends WorkerIT implements RepositoryContract {

    @Autowired
    private OrderRepository orders;

    @Autowired
    private PaymentRepository payments;

    @Autowired
    private OrderLocks locks;

    @Autowired
    private PaymentHistory history;

    @Override
    public OrderRepository orders() {
        return orders;
    }

    @Override
    public PaymentRepository payments() {
        return payments;
    }

    @Override
    public OrderLocks locks() {
        return locks;
    }

    @Override
    public PaymentHistory history() {
        return history;
    }

    @Override
    public void insertOrder(String id, String amount) {
        order(id, amount);
    }
}
