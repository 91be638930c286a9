package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.ReviewReason;
import org.jspecify.annotations.Nullable;

/**
 * An order that has just become a case for review, or is one for another reason than before.
 *
 * @param paymentId whose money brought it there
 * @param received what has arrived by that payment
 * @param causeId the event's id or {@code api:<request id>}
 */
public record OrderInReview(
        Order order,
        ReviewReason reason,
        String paymentId,
        @Nullable String intentId,
        Money received,
        String causeId) {}
