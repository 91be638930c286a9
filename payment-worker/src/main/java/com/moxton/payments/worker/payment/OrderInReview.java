package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.ReviewReason;
import java.util.Optional;
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
        String causeId) {
    /** Empty when the order isn't in review, or is for the reason it was before. */
    static Optional<OrderInReview> of(@Nullable Order before, @Nullable Order after, PaymentChange mover) {
        ReviewReason reason = after == null ? null : after.reviewReason();
        if (after == null || reason == null || (before != null && before.reviewReason() == reason)) {
            return Optional.empty();
        }
        Payment payment = mover.to();
        return Optional.of(new OrderInReview(
                after, reason, payment.id(), payment.intentId(), payment.received(), mover.causeId()));
    }
}
