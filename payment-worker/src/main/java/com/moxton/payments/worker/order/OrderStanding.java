package com.moxton.payments.worker.order;

import com.moxton.payments.worker.order.OrderPayment.State;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an order stands, by all of its payments. Money decides first: what succeeded makes the order paid or a case for
 * review, whatever it was. Without money, {@code paid}, {@code review} and {@code canceled} stay, whoever set them.
 */
public record OrderStanding(
        OrderStatus status,
        @Nullable ReviewReason reviewReason,
        @Nullable Instant paidAt) {

    private static final Comparator<OrderPayment> BY_AGE =
            Comparator.comparing(OrderPayment::createdAt).thenComparing(OrderPayment::paymentId);

    /** Depends on the set of payments only, and on the order's cost and present status: never on the way they came. */
    public static OrderStanding of(Order order, Collection<OrderPayment> payments) {
        List<OrderPayment> succeeded = payments.stream()
                .filter(payment -> payment.state() == State.SUCCEEDED)
                .toList();
        if (!succeeded.isEmpty()) {
            return withMoney(order, succeeded);
        }
        return switch (order.status()) {
            case PAID, REVIEW, CANCELED -> new OrderStanding(order.status(), order.reviewReason(), order.paidAt());
            case PENDING, PAYMENT_FAILED -> new OrderStanding(withoutMoney(payments), null, order.paidAt());
        };
    }

    /**
     * Where the order stands once it has turned out that one of its payments had been misread. What followed from the
     * misreading alone goes: an order that it canceled is what its payments say. Only {@code paid} stays up, for goods may
     * have left: without any money it is a case for a person.
     *
     * @param misreadAs the state that the payment never had
     */
    public static OrderStanding corrected(Order order, Collection<OrderPayment> payments, State misreadAs) {
        boolean money = payments.stream().anyMatch(payment -> payment.state() == State.SUCCEEDED);
        if (!money && misreadAs == State.SUCCEEDED) {
            return switch (order.status()) {
                case PAID, REVIEW -> new OrderStanding(OrderStatus.REVIEW, ReviewReason.NO_MONEY, null);
                case CANCELED, PENDING, PAYMENT_FAILED -> of(order, payments);
            };
        }
        if (!money && misreadAs == State.CANCELED && order.status() == OrderStatus.CANCELED) {
            return new OrderStanding(withoutMoney(payments), null, order.paidAt());
        }
        return of(order, payments);
    }

    private static OrderStanding withMoney(Order order, List<OrderPayment> succeeded) {
        Instant paidAt = succeeded.stream()
                .filter(payment -> order.costs(payment.received()))
                .map(OrderPayment::at)
                .min(Comparator.naturalOrder())
                .orElse(null);
        ReviewReason reason = reviewReason(order, succeeded);
        return new OrderStanding(reason == null ? OrderStatus.PAID : OrderStatus.REVIEW, reason, paidAt);
    }

    private static @Nullable ReviewReason reviewReason(Order order, List<OrderPayment> succeeded) {
        if (succeeded.size() > 1) {
            return ReviewReason.PAID_TWICE;
        }
        OrderPayment only = succeeded.getFirst();
        if (!only.received().currency().equals(order.currency())) {
            return ReviewReason.CURRENCY_DIFFERS;
        }
        return order.costs(only.received()) ? null : ReviewReason.AMOUNT_DIFFERS;
    }

    private static OrderStatus withoutMoney(Collection<OrderPayment> payments) {
        if (payments.stream().anyMatch(payment -> payment.state() == State.CANCELED)) {
            return OrderStatus.CANCELED;
        }
        return payments.stream()
                .filter(payment -> payment.state() != State.REFUSED)
                .max(BY_AGE)
                .filter(newest -> newest.state() == State.DECLINED)
                .map(newest -> OrderStatus.PAYMENT_FAILED)
                .orElse(OrderStatus.PENDING);
    }
}
