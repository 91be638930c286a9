package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.required;

import com.moxton.payments.worker.enquiry.Timeline.Entry;
import com.moxton.payments.worker.enquiry.Timeline.Kind;
import com.moxton.payments.worker.ops.OpsAudit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** How a payment moved, and what operators did to it. */
@Repository
class ChangeEntries {

    private final NamedParameterJdbcTemplate jdbc;
    private final OpsAudit audit;

    ChangeEntries(NamedParameterJdbcTemplate jdbc, OpsAudit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    List<Entry> of(PaymentView payment, int most) {
        List<Entry> entries = new ArrayList<>(jdbc.query(
                """
                SELECT version, stripe_intent_id, from_status, to_status, order_status, error_code, error_decline_code,
                       error_message, cause, cause_id, observed_at, at
                FROM payment_history
                WHERE payment_id = :id
                ORDER BY version DESC
                LIMIT :most
                """,
                new MapSqlParameterSource("id", payment.id()).addValue("most", most),
                (row, n) -> transition(row)));
        audit.of(payment.id()).stream()
                .map(act -> new Entry(
                        act.at(),
                        Kind.ACT,
                        act.act(),
                        null,
                        act.userName(),
                        Masked.details()
                                .add("user", act.userName())
                                .add("reason", act.reason())
                                .add("details", act.details() == null ? null : Masked.json(act.details()))
                                .json(),
                        null))
                .forEach(entries::add);
        return entries;
    }

    private static Entry transition(ResultSet row) throws SQLException {
        String from = row.getString("from_status");
        String to = row.getString("to_status");
        return new Entry(
                required(row, "at"),
                Kind.TRANSITION,
                from == null ? to : from.equals(to) ? to : from + " → " + to,
                to,
                row.getString("cause_id"),
                Masked.details()
                        .add("version", row.getLong("version"))
                        .add("from", from)
                        .add("to", to)
                        .add("orderStatus", row.getString("order_status"))
                        .add("errorCode", row.getString("error_code"))
                        .add("declineCode", row.getString("error_decline_code"))
                        .add("errorMessage", row.getString("error_message"))
                        .add("cause", row.getString("cause"))
                        .add("causeId", row.getString("cause_id"))
                        .add("observedAt", required(row, "observed_at"))
                        .json(),
                null);
    }
}
