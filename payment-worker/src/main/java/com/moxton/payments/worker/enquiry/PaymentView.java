package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment in a list.
 *
 * @param userId of its order; null when the order is gone
 * @param orderStatus null when the order is gone
 * @param intentId null while Stripe has not answered
 * @param stripeAccount the Stripe account that its intent is of; null for the one without a name
 * @param createdAt when Stripe created the intent, or, until that is known, the row
 * @param updatedAt when what the row shows was observed
 */
public record PaymentView(
        String id,
        String orderId,
        @Nullable String userId,
        @Nullable String orderStatus,
        BigDecimal amount,
        BigDecimal received,
        String currency,
        String status,
        @Nullable String intentId,
        @Nullable String stripeAccount,
        @Nullable String errorCode,
        @Nullable String errorDeclineCode,
        @Nullable String errorMessage,
        Instant createdAt,
        Instant updatedAt) {

    static final String COLUMNS = """
            p.id, p.order_id, o.user_id, o.status AS order_status, p.amount, p.amount_received, p.currency, p.status,
            p.stripe_intent_id, p.stripe_account, p.last_error_code, p.last_error_decline_code, p.last_error_message, p.created_at,
            p.updated_at""";

    static PaymentView of(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new PaymentView(
                row.getString("id"),
                row.getString("order_id"),
                row.getString("user_id"),
                row.getString("order_status"),
                // By way of Money, so that it has as many decimals as the currency.
                new Money(row.getBigDecimal("amount"), currency).amount(),
                new Money(row.getBigDecimal("amount_received"), currency).amount(),
                currency,
                row.getString("status"),
                row.getString("stripe_intent_id"),
                row.getString("stripe_account"),
                Masked.text(row.getString("last_error_code")),
                Masked.text(row.getString("last_error_decline_code")),
                Masked.text(row.getString("last_error_message")),
                required(row, "created_at"),
                required(row, "updated_at"));
    }

    Cursor cursor() {
        return new Cursor(createdAt, id);
    }
}
