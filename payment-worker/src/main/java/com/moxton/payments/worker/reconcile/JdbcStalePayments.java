package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.payment.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** By {@code payments}, which it only reads, and {@code payment_refreshes}. */
@Repository
@Transactional
class JdbcStalePayments implements StalePayments {

    private static final List<String> SHOWN_BY_STRIPE = Arrays.stream(PaymentStatus.values())
            .filter(status -> status.isOpen() && status != PaymentStatus.REQUESTED)
            .map(PaymentStatus::wireName)
            .toList();

    private static final String DUE = """
            SELECT p.id, p.order_id, p.status, p.version,
                   CASE WHEN r.payment_version = p.version THEN r.attempts ELSE 0 END AS attempts
            FROM payments p
            LEFT JOIN payment_refreshes r ON r.payment_id = p.id
            WHERE (r.payment_id IS NULL OR r.payment_version <> p.version OR r.next_at <= :now)
              AND p.created_at >= :createdSince
            """;

    private final NamedParameterJdbcTemplate jdbc;

    JdbcStalePayments(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public List<StalePayment> due(Instant untouchedSince, Instant createdSince, Instant now, int limit) {
        MapSqlParameterSource parameters = new MapSqlParameterSource()
                .addValue("untouchedSince", toColumn(untouchedSince))
                .addValue("createdSince", toColumn(createdSince))
                .addValue("now", toColumn(now))
                .addValue("statuses", SHOWN_BY_STRIPE)
                .addValue("limit", limit);
        List<StalePayment> due = new ArrayList<>(query(DUE + """
                  AND p.status = 'requested' AND p.last_observed_at IS NULL AND p.created_at <= :untouchedSince
                ORDER BY p.created_at, p.id
                LIMIT :limit
                """, parameters));
        // The lower bound follows from created_at. It is for the index: abandoned intents would make it ever longer.
        due.addAll(query(DUE + """
                  AND p.status IN (:statuses) AND p.last_observed_at BETWEEN :createdSince AND :untouchedSince
                ORDER BY p.last_observed_at, p.id
                LIMIT :limit
                """, parameters.addValue("limit", limit - due.size())));
        return due;
    }

    private List<StalePayment> query(String sql, MapSqlParameterSource parameters) {
        return jdbc.query(
                sql,
                parameters,
                (row, n) -> new StalePayment(
                        row.getString("id"),
                        row.getString("order_id"),
                        row.getString("status"),
                        row.getLong("version"),
                        row.getInt("attempts")));
    }

    @Override
    public void asked(Collection<StalePayment> payments, Instant at, Function<Integer, Duration> pauseAfter) {
        jdbc.batchUpdate(
                """
                INSERT INTO payment_refreshes (payment_id, payment_version, attempts, asked_at, next_at)
                VALUES (:id, :version, :attempts, :at, :nextAt)
                ON DUPLICATE KEY UPDATE payment_version = VALUES(payment_version), attempts = VALUES(attempts),
                    asked_at = VALUES(asked_at), next_at = VALUES(next_at)
                """,
                payments.stream()
                        .sorted(Comparator.comparing(StalePayment::id))
                        .map(payment -> new MapSqlParameterSource()
                                .addValue("id", payment.id())
                                .addValue("version", payment.version())
                                .addValue("attempts", payment.attempts() + 1)
                                .addValue("at", toColumn(at))
                                .addValue("nextAt", toColumn(at.plus(pauseAfter.apply(payment.attempts() + 1)))))
                        .toArray(SqlParameterSource[]::new));
    }

    @Override
    public void forget(Instant dueBefore) {
        jdbc.update(
                "DELETE FROM payment_refreshes WHERE next_at < :dueBefore ORDER BY next_at LIMIT 1000",
                new MapSqlParameterSource("dueBefore", toColumn(dueBefore)));
    }
}
