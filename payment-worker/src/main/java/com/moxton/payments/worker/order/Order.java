package com.moxton.payments.worker.order;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code orders}, which the storefront inserts.
 *
 * @param totalAmount in the major unit. Not a {@link Money}: what the storefront wrote need not be chargeable
 * @param currency ISO 4217, lower case here whatever the row has
 * @param stripeAccount where its money is to go: a Stripe account {@code acct_…}, or null for the one without a name. The
 *     storefront's own systems write it with the row, never a customer
 * @param reviewReason why a person must look at it; null when the status is another than {@link OrderStatus#REVIEW}
 * @param paidAt when the money arrived, by Stripe's clock; null while it has not
 */
public record Order(
        String id,
        String userId,
        BigDecimal totalAmount,
        String currency,
        @Nullable String stripeAccount,
        OrderStatus status,
        @Nullable ReviewReason reviewReason,
        @Nullable Instant paidAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public Order {
        currency = currency.toLowerCase(Locale.ROOT);
    }

    /** Whether this is what the order costs. */
    public boolean costs(Money money) {
        return currency.equals(money.currency()) && totalAmount.compareTo(money.amount()) == 0;
    }

    /** This order as its payments leave it; the same object when nothing changes. */
    public Order standing(OrderStanding standing, Instant now) {
        if (standing.equals(new OrderStanding(status, reviewReason, paidAt))) {
            return this;
        }
        return new Order(
                id,
                userId,
                totalAmount,
                currency,
                stripeAccount,
                standing.status(),
                standing.reviewReason(),
                standing.paidAt(),
                version + 1,
                createdAt,
                now);
    }

    public boolean isOf(String user) {
        return Objects.equals(userId, user);
    }
}
