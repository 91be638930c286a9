package com.moxton.payments.worker;

import com.moxton.payments.worker.order.ReviewReason;
import com.moxton.payments.worker.payment.OrderInReview;
import com.moxton.payments.worker.payment.ReviewWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts and logs each order that comes into review, once the transaction that moved it is committed: what is rolled back
 * or repeated for a deadlock counts once. A crash right after the commit may cost the count and the line; the order's row
 * says it for ever.
 */
@Component
class ReviewAlarm implements ReviewWatch {

    private static final Logger log = LoggerFactory.getLogger(ReviewAlarm.class);

    private final Map<ReviewReason, Counter> counters = new EnumMap<>(ReviewReason.class);

    ReviewAlarm(MeterRegistry meters) {
        // All of them from the start: an alert on growth can't see a series that begins with 1.
        for (ReviewReason reason : ReviewReason.values()) {
            counters.put(
                    reason,
                    Counter.builder("payments.orders.review")
                            .description("Orders whose money needs a person")
                            .tag("reason", reason.wireName())
                            .register(meters));
        }
    }

    @Override
    public void cameIntoReview(List<OrderInReview> orders) {
        if (orders.isEmpty()) {
            return;
        }
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            orders.forEach(this::tell);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                orders.forEach(ReviewAlarm.this::tell);
            }
        });
    }

    private void tell(OrderInReview review) {
        Counter counter = counters.get(review.reason());
        if (counter != null) {
            counter.increment();
        }
        log.atWarn()
                .addKeyValue("orderId", review.order().id())
                .addKeyValue("reason", review.reason().wireName())
                .addKeyValue(
                        "costs",
                        review.order().totalAmount().toPlainString() + " "
                                + review.order().currency())
                .addKeyValue(
                        "received",
                        review.received().amount().toPlainString() + " "
                                + review.received().currency())
                .addKeyValue("paymentId", review.paymentId())
                .addKeyValue("intentId", review.intentId())
                .addKeyValue("causeId", review.causeId())
                .log("order needs a person");
    }
}
