package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order.
 *
 * @param stripeAccount where its money is to go; null for the Stripe account without a name
 * @param reviewReason why it is in review; null when it isn't
 * @param paidAt null while it isn't paid
 */
public record OrderView(
        String id,
        String userId,
        BigDecimal totalAmount,
        String currency,
        @Nullable String stripeAccount,
        String status,
        @Nullable String reviewReason,
        @Nullable Instant paidAt,
        Instant createdAt,
        Instant updatedAt) {

    static final String COLUMNS = """
            o.id, o.user_id, o.total_amount, o.currency, o.stripe_account, o.status, o.review_reason, o.paid_at, o.created_at,
            o.updated_at""";

    static OrderView of(ResultSet row) throws SQLException {
        return new OrderView(
                row.getString("id"),
                row.getString("user_id"),
                row.getBigDecimal("total_amount"),
                row.getString("currency"),
                row.getString("stripe_account"),
                row.getString("status"),
                row.getString("review_reason"),
                nullable(row, "paid_at"),
                required(row, "created_at"),
                required(row, "updated_at"));
    }
}
