package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.HistoryRow;
import com.moxton.payments.resilience.check.Evidence.OrderRow;
import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.Evidence.ProcessedEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the tables, by SQL of its own. */
final class RowReader {

    private final Connection connection;

    RowReader(Connection connection) {
        this.connection = connection;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    List<OrderRow> orders(String prefix) throws SQLException {
        return read(
                "SELECT id, status, paid_at FROM orders WHERE id LIKE ?",
                prefix + "\\_%",
                row -> new OrderRow(row.getString(1), row.getString(2), row.getString(3) != null));
    }

    List<PaymentRow> payments(String prefix) throws SQLException {
        return read(
                """
                SELECT id, order_id, stripe_intent_id, status, amount, amount_received, version
                FROM payments WHERE order_id LIKE ?""",
                prefix + "\\_%",
                row -> new PaymentRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        cents(row.getBigDecimal(5)),
                        cents(row.getBigDecimal(6)),
                        row.getLong(7)));
    }

    List<HistoryRow> history(String prefix) throws SQLException {
        return read(
                """
                SELECT payment_id, version, from_status, to_status, order_status,
                       CONCAT_WS('|', error_code, error_decline_code, error_message), cause_id
                FROM payment_history WHERE order_id LIKE ? ORDER BY id""",
                prefix + "\\_%",
                row -> new HistoryRow(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)));
    }

    /** @param since UTC, {@code 2026-11-28 01:02:03.456} */
    List<ProcessedEvent> processed(String since) throws SQLException {
        return read(
                "SELECT event_id, outcome, `partition`, `offset` FROM processed_events WHERE processed_at >= ?",
                since,
                row -> new ProcessedEvent(row.getString(1), row.getString(2), row.getInt(3), row.getLong(4)));
    }

    List<String> unansweredRequests(String since) throws SQLException {
        return read(
                "SELECT request_id, kind FROM payment_requests WHERE replied_at IS NULL AND requested_at >= ?",
                since,
                row -> row.getString(1) + " (" + row.getString(2) + ")");
    }

    private <T> List<T> read(String sql, String parameter, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
                return all;
            }
        }
    }

    private static long cents(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }
}
