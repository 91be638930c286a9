package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.enquiry.EventSearch.Wanted;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds events. Not the log itself is searched, but the rows of what was processed. */
@Service
@Transactional(readOnly = true)
public class Events {

    private final NamedParameterJdbcTemplate jdbc;

    Events(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The newest first, by when they were processed.
     *
     * @throws OpsProblemException when something that was typed makes no sense; it names the field
     */
    public Page<EventView> search(EventSearch search) {
        Wanted wanted = search.checked();
        Conditions conditions = new Conditions()
                .is("event_id", wanted.eventId())
                .is("type", wanted.type())
                .is("outcome", wanted.outcome())
                .is("intent_id", wanted.intentId())
                .between("processed_at", wanted.from(), wanted.to())
                .after("processed_at", "event_id", wanted.before());
        List<EventView> found = jdbc.query(
                "SELECT " + EventView.COLUMNS + "\nFROM processed_events\n" + conditions.where()
                        + "ORDER BY processed_at DESC, event_id DESC\nLIMIT :limit",
                conditions.parameters(wanted.limit()),
                (row, n) -> EventView.of(row));
        return Page.of(found, wanted.limit(), EventView::cursor);
    }

    /**
     * @throws OpsProblemException 404 when no such event was processed or is parked
     */
    public EventDetail find(String eventId) {
        String id = Input.id("eventId", eventId);
        Map<String, String> key = Map.of("id", id == null ? "" : id);
        EventView event = first(jdbc.query(
                "SELECT " + EventView.COLUMNS + " FROM processed_events WHERE event_id = :id",
                key,
                (row, n) -> EventView.of(row)));
        EventDetail.Parked parked = first(jdbc.query(
                """
                SELECT topic, `partition`, `offset`, reason, attempts, first_failed_at, next_attempt_at
                FROM parked_events
                WHERE event_id = :id
                """,
                key,
                (row, n) -> new EventDetail.Parked(
                        EventEntries.position(row),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        required(row, "first_failed_at"),
                        required(row, "next_attempt_at"))));
        if (id == null || (event == null && parked == null)) {
            throw OpsProblemException.notFound(
                    "event_not_found", "No such event was processed, and none is parked. A dead letter may hold it.");
        }
        return new EventDetail(id, event, parked, paymentOf(event), replaysOf(key), changesBy(key));
    }

    private @Nullable String paymentOf(@Nullable EventView event) {
        return event == null || event.intentId() == null
                ? null
                : first(jdbc.queryForList(
                        "SELECT id FROM payments WHERE stripe_intent_id = :intentId",
                        Map.of("intentId", event.intentId()),
                        String.class));
    }

    private List<EventDetail.Replay> replaysOf(Map<String, String> key) {
        return jdbc.query(
                """
                SELECT replay_id, outcome, at, topic, `partition`, `offset`
                FROM replayed_events
                WHERE event_id = :id
                ORDER BY at DESC
                LIMIT 100
                """,
                key,
                (row, n) -> new EventDetail.Replay(
                        row.getString("replay_id"),
                        row.getString("outcome"),
                        required(row, "at"),
                        EventEntries.position(row)));
    }

    private List<EventDetail.Change> changesBy(Map<String, String> key) {
        return jdbc.query(
                """
                SELECT payment_id, version, from_status, to_status, order_status, at
                FROM payment_history
                WHERE cause_id = :id
                ORDER BY payment_id, version
                LIMIT 100
                """,
                key,
                (row, n) -> new EventDetail.Change(
                        row.getString("payment_id"),
                        row.getLong("version"),
                        row.getString("from_status"),
                        row.getString("to_status"),
                        row.getString("order_status"),
                        required(row, "at")));
    }

    private static <T> @Nullable T first(List<T> found) {
        return found.isEmpty() ? null : found.getFirst();
    }
}
