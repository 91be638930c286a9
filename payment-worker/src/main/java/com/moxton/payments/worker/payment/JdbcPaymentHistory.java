package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.jdbc.MultiRowInsert;
import com.moxton.payments.worker.jdbc.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
class JdbcPaymentHistory implements PaymentHistory {

    private static final MultiRowInsert INSERT = MultiRowInsert.of("""
            INSERT INTO payment_history (payment_id, version, order_id, stripe_intent_id, from_status, to_status,
                order_status, error_code, error_decline_code, error_message, amount, currency, cause, cause_id,
                observed_at, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);

    private final NamedParameterJdbcTemplate jdbc;

    JdbcPaymentHistory(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(Collection<PaymentChange> changes) {
        INSERT.execute(jdbc.getJdbcOperations(), changes, JdbcPaymentHistory::write);
    }

    @Override
    public List<PaymentUpdate> updatesCausedBy(Collection<String> causeIds) {
        return jdbc.query("""
                SELECT payment_id, version, order_id, stripe_intent_id, to_status, order_status, error_code,
                       error_decline_code, error_message, amount, currency, observed_at
                FROM payment_history
                WHERE cause_id IN (:causeIds)
                ORDER BY payment_id, version
                """, Map.of("causeIds", InList.of(causeIds)), (row, n) -> update(row));
    }

    private static void write(PaymentChange change, Row row) {
        Payment to = change.to();
        PaymentError error = Objects.requireNonNullElse(to.lastError(), new PaymentError(null, null, null));
        row.text(to.id())
                .number(to.version())
                .text(to.orderId())
                .text(to.intentId())
                .text(change.from() == null ? null : change.from().wireName())
                .text(to.status().wireName())
                .text(change.orderStatus().wireName())
                .text(error.code())
                .text(error.declineCode())
                .text(error.message())
                .decimal(to.amount().amount())
                .text(to.amount().currency())
                .text(change.cause())
                .text(change.causeId())
                .time(to.updatedAt())
                .time(change.at());
    }

    private static PaymentUpdate update(ResultSet row) throws SQLException {
        // By way of Money, so that the amount has the scale it was published with.
        Money amount = new Money(row.getBigDecimal("amount"), row.getString("currency"));
        return new PaymentUpdate(
                row.getString("payment_id"),
                row.getString("order_id"),
                row.getString("stripe_intent_id"),
                amount.amount(),
                amount.currency(),
                row.getString("to_status"),
                row.getString("order_status"),
                JdbcPaymentRow.error(
                        row.getString("error_code"),
                        row.getString("error_decline_code"),
                        row.getString("error_message")),
                row.getLong("version"),
                required(row, "observed_at"));
    }
}
