package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

@Repository
class JdbcPaymentHistory implements PaymentHistory {

    private final NamedParameterJdbcTemplate jdbc;

    JdbcPaymentHistory(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(Collection<PaymentChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                INSERT INTO payment_history (payment_id, version, order_id, stripe_intent_id, from_status, to_status,
                    order_status, error_code, error_decline_code, error_message, amount, currency, cause, cause_id,
                    observed_at, at)
                VALUES (:paymentId, :version, :orderId, :intentId, :from, :to,
                    :orderStatus, :errorCode, :errorDeclineCode, :errorMessage, :amount, :currency, :cause, :causeId,
                    :observedAt, :at)
                """, changes.stream().map(JdbcPaymentHistory::parameters).toArray(SqlParameterSource[]::new));
    }

    @Override
    public List<PaymentUpdate> updatesCausedBy(Collection<String> causeIds) {
        return jdbc.query("""
                SELECT payment_id, version, order_id, stripe_intent_id, to_status, order_status, error_code,
                       error_decline_code, error_message, amount, currency, observed_at
                FROM payment_history
                WHERE cause_id IN (:causeIds)
                ORDER BY payment_id, version
                """, Map.of("causeIds", new TreeSet<>(causeIds)), (row, n) -> update(row));
    }

    private static SqlParameterSource parameters(PaymentChange change) {
        Payment to = change.to();
        PaymentError error = Objects.requireNonNullElse(to.lastError(), new PaymentError(null, null, null));
        return new MapSqlParameterSource()
                .addValue("paymentId", to.id())
                .addValue("version", to.version())
                .addValue("orderId", to.orderId())
                .addValue("intentId", to.intentId())
                .addValue("from", change.from() == null ? null : change.from().wireName())
                .addValue("to", to.status().wireName())
                .addValue("orderStatus", change.orderStatus().wireName())
                .addValue("errorCode", error.code())
                .addValue("errorDeclineCode", error.declineCode())
                .addValue("errorMessage", error.message())
                .addValue("amount", to.amount().amount())
                .addValue("currency", to.amount().currency())
                .addValue("cause", change.cause())
                .addValue("causeId", change.causeId())
                .addValue("observedAt", toColumn(to.updatedAt()))
                .addValue("at", toColumn(change.at()));
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
                JdbcPaymentRepository.error(
                        row.getString("error_code"),
                        row.getString("error_decline_code"),
                        row.getString("error_message")),
                row.getLong("version"),
                required(row, "observed_at"));
    }
}
