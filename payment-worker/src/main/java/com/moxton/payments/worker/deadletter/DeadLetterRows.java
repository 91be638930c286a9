package com.moxton.payments.worker.deadletter;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.inbox.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of {@code dead_letters} as values. */
final class DeadLetterRows {

    private DeadLetterRows() {}

    static DeadLetter letter(ResultSet row, int n) throws SQLException {
        String sourceTopic = row.getString("source_topic");
        return new DeadLetter(
                row.getLong("id"),
                new LogPosition(row.getString("dlt_topic"), row.getInt("dlt_partition"), row.getLong("dlt_offset")),
                sourceTopic == null
                        ? null
                        : new LogPosition(sourceTopic, row.getInt("source_partition"), row.getLong("source_offset")),
                row.getString("record_key"),
                row.getString("event_id"),
                row.getString("request_id"),
                row.getString("type"),
                row.getBoolean("forced"),
                row.getString("reason"),
                row.getString("message"),
                row.getString("exception_class"),
                row.getString("stage"),
                row.getInt("attempts"),
                required(row, "first_failed_at"),
                required(row, "last_failed_at"),
                DeadLetterState.fromWire(row.getString("state"))
                        .orElseThrow(() -> new SQLException("A state that is unknown")),
                id(row, "former_id"),
                id(row, "newer_id"),
                row.getString("redrive_id"),
                row.getString("redriven_by"),
                nullable(row, "redriven_at"),
                row.getString("problem"),
                row.getString("outcome"),
                nullable(row, "resolved_at"),
                row.getString("discarded_by"),
                nullable(row, "discarded_at"),
                row.getString("discard_reason"));
    }

    static Map<String, Long> countsByState(ResultSet rows) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        while (rows.next()) {
            counts.put(rows.getString("state"), rows.getLong("letters"));
        }
        return counts;
    }

    private static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }
}
