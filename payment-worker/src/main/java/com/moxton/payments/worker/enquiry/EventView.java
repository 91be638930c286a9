package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.inbox.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was processed.
 *
 * @param intentId null when it is about none
 * @param created by Stripe, whole seconds
 * @param receivedAt when our edge took it in
 * @param position of the record that had the effect
 * @param livemode null when the event doesn't say
 * @param account the Stripe account it is of; null for the one without a name
 */
public record EventView(
        String eventId,
        String type,
        @Nullable String intentId,
        String outcome,
        Instant created,
        Instant receivedAt,
        Instant processedAt,
        LogPosition position,
        @Nullable Boolean livemode,
        @Nullable String account) {

    static final String COLUMNS = """
            event_id, type, intent_id, outcome, event_created, received_at, processed_at, topic, `partition`, `offset`,
            livemode, account""";

    static EventView of(ResultSet row) throws SQLException {
        boolean livemode = row.getBoolean("livemode");
        Boolean said = row.wasNull() ? null : livemode;
        return new EventView(
                row.getString("event_id"),
                row.getString("type"),
                row.getString("intent_id"),
                row.getString("outcome"),
                required(row, "event_created"),
                required(row, "received_at"),
                required(row, "processed_at"),
                EventEntries.position(row),
                said,
                row.getString("account"));
    }

    Cursor cursor() {
        return new Cursor(processedAt, eventId);
    }
}
