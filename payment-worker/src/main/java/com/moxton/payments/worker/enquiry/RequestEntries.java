package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.enquiry.Timeline.Entry;
import com.moxton.payments.worker.enquiry.Timeline.Kind;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;

/** What storefronts asked of a payment, what they were answered, and what Stripe was asked in between. */
@Repository
class RequestEntries {

    private static final String REQUEST =
            "request_id, user_id, kind, idempotency_key, first_request_id, order_id, payment_id, intent_id, outcome, "
                    + "requested_at, finished_at, replied_at FROM payment_requests";

    private static final String CALL =
            "id, operation, request_id, outcome, http_status, stripe_request_id, attempt, replayed, started_at, "
                    + "duration_us FROM stripe_calls";

    private final NamedParameterJdbcTemplate jdbc;

    RequestEntries(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Entry> of(PaymentView payment, int most) {
        MapSqlParameterSource ids = new MapSqlParameterSource("paymentId", payment.id())
                .addValue("orderId", payment.orderId())
                .addValue("intentId", payment.intentId())
                .addValue("most", most);
        List<Entry> entries = new ArrayList<>();
        // Each part has an index of its own. A request of the order that came to no payment is of interest to all of
        // them.
        jdbc.query(
                newest(REQUEST, "requested_at", "payment_id = :paymentId")
                        + "\nUNION "
                        + newest(REQUEST, "requested_at", "order_id = :orderId AND payment_id IS NULL")
                        + "\nUNION "
                        + newest(REQUEST, "requested_at", "intent_id = :intentId"),
                ids,
                row -> {
                    addRequest(entries, row);
                });
        entries.addAll(jdbc.query(
                newest(CALL, "started_at", "payment_id = :paymentId")
                        + "\nUNION "
                        + newest(CALL, "started_at", "intent_id = :intentId"),
                ids,
                (row, n) -> call(row)));
        return entries;
    }

    private static String newest(String columnsAndTable, String time, String condition) {
        return "(SELECT %s WHERE %s ORDER BY %s DESC LIMIT :most)".formatted(columnsAndTable, condition, time);
    }

    private static void addRequest(List<Entry> entries, ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        String id = row.getString("request_id");
        Instant finished = nullable(row, "finished_at");
        JsonNode details = Masked.details()
                .add("requestId", id)
                .add("userId", row.getString("user_id"))
                .add("orderId", row.getString("order_id"))
                .add("intentId", row.getString("intent_id"))
                .add("hasIdempotencyKey", row.getString("idempotency_key") != null)
                .add("firstRequestId", row.getString("first_request_id"))
                .json();
        entries.add(new Entry(
                required(row, "requested_at"),
                Kind.REQUEST,
                kind,
                finished == null ? "unfinished" : null,
                id,
                details,
                null));
        if (finished != null) {
            JsonNode outcome = Masked.json(row.getString("outcome"));
            JsonNode answer = Masked.details()
                    .add("requestId", id)
                    .add("repliedAt", nullable(row, "replied_at"))
                    .add("outcome", outcome)
                    .json();
            entries.add(new Entry(finished, Kind.REPLY, kind, outcomeOf(outcome), id, answer, null));
        }
    }

    /** The refusal's code, else the status that the answer bore. */
    private static @Nullable String outcomeOf(JsonNode outcome) {
        JsonNode refusal = outcome.path("refusal");
        JsonNode told = refusal.isString() ? refusal : outcome.path("status");
        return told.isString() ? told.stringValue() : null;
    }

    private static Entry call(ResultSet row) throws SQLException {
        BigDecimal millis = BigDecimal.valueOf(row.getLong("duration_us"), 3);
        JsonNode details = Masked.details()
                .add("operation", row.getString("operation"))
                .add("requestId", row.getString("request_id"))
                .add("httpStatus", row.getObject("http_status"))
                .add("stripeRequestId", row.getString("stripe_request_id"))
                .add("attempt", row.getInt("attempt"))
                .add("replayed", row.getBoolean("replayed"))
                .add("durationMs", millis)
                .json();
        return new Entry(
                required(row, "started_at"),
                Kind.CALL,
                row.getString("operation"),
                row.getString("outcome"),
                Masked.text(row.getString("stripe_request_id")),
                details,
                null);
    }
}
