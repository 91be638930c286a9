package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest.Get;
import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.payment.PaymentRepository;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells where a payment stands, by the rows alone: Stripe isn't asked. */
@Component
class GetHandler {
    private final RequestTransactions transactions;
    private final OrderRepository orders;
    private final PaymentRepository payments;

    GetHandler(RequestTransactions transactions, OrderRepository orders, PaymentRepository payments) {
        this.transactions = transactions;
        this.orders = orders;
        this.payments = payments;
    }

    Handled handle(Get request) {
        PaymentReply notFound = Replies.refused(request, Refusals.paymentNotFound(), null);
        if (!Ids.mayBeIntent(request.intentId())) {
            return new Handled(notFound, null);
        }
        Optional<PaymentReply> found = NotBegunException.ifNotBegun(() -> transactions.execute(() -> find(request)));
        return new Handled(found.orElse(notFound), null);
    }

    private Optional<PaymentReply> find(Get request) {
        return payments.findByIntentId(request.intentId())
                .flatMap(payment -> orders.find(payment.orderId())
                        .filter(order -> order.isOf(request.userId()))
                        .map(order -> new PaymentReply.PaymentFound(
                                request.requestId(), request.userId(), payment.update(order.status()))));
    }
}
