package com.moxton.payments.worker.ops;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.fasterxml.jackson.annotation.JsonRootName;
import com.moxton.payments.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code ops_audit}: who did what to what, and why. Append only. An act whose row can't be written does not
 * happen: write it first, or in the same transaction.
 */
@Repository
@Transactional
public class OpsAudit {

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    OpsAudit(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param id ascending in time
     * @param act {@code replay.start}, {@code replay.cancel}, {@code dead-letter.discard}, …
     * @param subject what it was done to: a replay's id, a record's position; at most 255 characters
     * @param details JSON; null when there is no more to say
     */
    @JsonRootName("AuditEntry") // in /ops/api/openapi, where a timeline has entries as well
    public record Entry(
            long id,
            Instant at,
            String userName,
            String act,
            String subject,
            @Nullable String reason,
            @Nullable String details) {}

    /**
     * Takes part in the caller's transaction, if there is one.
     *
     * @param act at most 64 characters
     * @param subject at most 255 characters
     * @param reason null for acts that need none; cut off after 1,000 characters
     * @param details what else is worth knowing, written as JSON: no secret, no raw body. Null when there is nothing
     */
    public void record(
            Operator operator, String act, String subject, @Nullable String reason, @Nullable Object details) {
        jdbc.update(
                """
                INSERT INTO ops_audit (at, user_name, act, subject, reason, details)
                VALUES (:at, :user, :act, :subject, :reason, :details)
                """,
                new MapSqlParameterSource()
                        .addValue("at", toColumn(clock.instant()))
                        .addValue("user", operator.name())
                        .addValue("act", act)
                        .addValue("subject", subject)
                        .addValue("reason", Reason.bounded(reason))
                        .addValue(
                                "details",
                                details == null ? null : new String(EventJson.write(details), StandardCharsets.UTF_8)));
    }

    /**
     * The newest first.
     *
     * @param before only entries with a smaller id; {@code Long.MAX_VALUE} for the newest
     */
    @Transactional(readOnly = true)
    public List<Entry> list(long before, int limit) {
        return jdbc.query("""
                SELECT id, at, user_name, act, subject, reason, details
                FROM ops_audit
                WHERE id < :before
                ORDER BY id DESC
                LIMIT :limit
                """, Map.of("before", before, "limit", limit), (row, n) -> entry(row));
    }

    /** What was done to this subject, the oldest first. */
    @Transactional(readOnly = true)
    public List<Entry> of(String subject) {
        return jdbc.query("""
                SELECT id, at, user_name, act, subject, reason, details
                FROM ops_audit
                WHERE subject = :subject
                ORDER BY id
                """, Map.of("subject", subject), (row, n) -> entry(row));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                required(row, "at"),
                row.getString("user_name"),
                row.getString("act"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("details"));
    }
}
