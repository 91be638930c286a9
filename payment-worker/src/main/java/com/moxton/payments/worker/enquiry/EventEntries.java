package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.enquiry.Timeline.Entry;
import com.moxton.payments.worker.enquiry.Timeline.Kind;
import com.moxton.payments.worker.inbox.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** The events of a payment's intent, what became of them in replays, and what could not be processed. */
@Repository
class EventEntries {

    private final NamedParameterJdbcTemplate jdbc;

    EventEntries(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Entry> of(PaymentView payment, int most) {
        MapSqlParameterSource intent = new MapSqlParameterSource("intentId", payment.intentId())
                .addValue("orderId", payment.orderId())
                .addValue("most", most);
        List<Entry> entries = new ArrayList<>(jdbc.query("""
                SELECT event_id, type, event_created, received_at, processed_at, outcome, topic, `partition`, `offset`,
                       livemode, account
                FROM processed_events
                WHERE intent_id = :intentId
                ORDER BY processed_at DESC
                LIMIT :most
                """, intent, (row, n) -> event(row)));
        entries.addAll(jdbc.query("""
                SELECT r.replay_id, r.event_id, e.type, r.outcome, r.topic, r.`partition`, r.`offset`, r.at
                FROM processed_events e
                JOIN replayed_events r ON r.event_id = e.event_id
                WHERE e.intent_id = :intentId
                ORDER BY r.at DESC
                LIMIT :most
                """, intent, (row, n) -> replay(row)));
        // Requests bear the order's id as their key, or the intent's; events the intent's.
        entries.addAll(jdbc.query("""
                SELECT id, type, reason, message, exception_class, stage, attempts, state, first_failed_at, last_failed_at,
                       dlt_topic AS topic, dlt_partition AS `partition`, dlt_offset AS `offset`
                FROM dead_letters
                WHERE record_key IN (:orderId, :intentId)
                ORDER BY id DESC
                LIMIT :most
                """, intent, (row, n) -> deadLetter(row)));
        return entries;
    }

    private static Entry deadLetter(ResultSet row) throws SQLException {
        String type = row.getString("type");
        return new Entry(
                required(row, "last_failed_at"),
                Kind.DEAD_LETTER,
                type == null ? row.getString("topic") : type,
                row.getString("state"),
                row.getString("id"),
                Masked.details()
                        .add("reason", row.getString("reason"))
                        .add("message", row.getString("message"))
                        .add("exceptionClass", row.getString("exception_class"))
                        .add("stage", row.getString("stage"))
                        .add("attempts", row.getInt("attempts"))
                        .add("firstFailedAt", required(row, "first_failed_at"))
                        .json(),
                position(row));
    }

    private static Entry event(ResultSet row) throws SQLException {
        return new Entry(
                required(row, "processed_at"),
                Kind.EVENT,
                row.getString("type"),
                row.getString("outcome"),
                row.getString("event_id"),
                Masked.details()
                        .add("eventId", row.getString("event_id"))
                        .add("created", required(row, "event_created"))
                        .add("receivedAt", required(row, "received_at"))
                        .add("processedAt", required(row, "processed_at"))
                        .add("livemode", row.getObject("livemode"))
                        .add("account", row.getString("account"))
                        .json(),
                position(row));
    }

    private static Entry replay(ResultSet row) throws SQLException {
        return new Entry(
                required(row, "at"),
                Kind.REPLAY,
                row.getString("type"),
                row.getString("outcome"),
                row.getString("replay_id"),
                Masked.details()
                        .add("replayId", row.getString("replay_id"))
                        .add("eventId", row.getString("event_id"))
                        .json(),
                position(row));
    }

    static LogPosition position(ResultSet row) throws SQLException {
        return new LogPosition(row.getString("topic"), row.getInt("partition"), row.getLong("offset"));
    }
}
