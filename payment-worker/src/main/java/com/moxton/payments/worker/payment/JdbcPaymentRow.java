package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.payment.Payment.Observed;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a payment is read from a row. */
final class JdbcPaymentRow {

    private static final List<String> COLUMNS = List.of(
            "id",
            "order_id",
            "amount",
            "currency",
            "status",
            "stripe_intent_id",
            "amount_received",
            "metadata",
            "idempotency_key",
            "created_by_request",
            "last_error_code",
            "last_error_decline_code",
            "last_error_message",
            "last_observed_at",
            "last_observed_by",
            "last_observed_birth",
            "refresh_needed",
            "open_order_id",
            "version",
            "created_at",
            "updated_at",
            "stripe_account");

    private JdbcPaymentRow() {}

    /** @param table the table's name in the statement */
    static String columns(String table) {
        return COLUMNS.stream().map(column -> table + "." + column).collect(Collectors.joining(", "));
    }

    static Payment read(ResultSet row) throws SQLException {
        return new Payment(
                row.getString("id"),
                row.getString("order_id"),
                new Money(row.getBigDecimal("amount"), row.getString("currency")),
                PaymentStatus.fromWire(row.getString("status")),
                row.getString("stripe_intent_id"),
                row.getString("stripe_account"),
                row.getBigDecimal("amount_received"),
                metadata(row.getString("metadata")),
                row.getString("idempotency_key"),
                row.getString("created_by_request"),
                error(
                        row.getString("last_error_code"),
                        row.getString("last_error_decline_code"),
                        row.getString("last_error_message")),
                observed(row),
                row.getString("open_order_id"),
                row.getLong("version"),
                required(row, "created_at"),
                required(row, "updated_at"));
    }

    private static @Nullable Observed observed(ResultSet row) throws SQLException {
        Instant at = nullable(row, "last_observed_at");
        return at == null
                ? null
                : new Observed(
                        at,
                        row.getString("last_observed_by"),
                        row.getBoolean("last_observed_birth"),
                        row.getBoolean("refresh_needed"));
    }

    static @Nullable PaymentError error(@Nullable String code, @Nullable String declineCode, @Nullable String message) {
        return code == null && declineCode == null && message == null
                ? null
                : new PaymentError(code, declineCode, message);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> metadata(String json) {
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
    }
}
