package com.moxton.payments.worker.calllog;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.stripe.StripeCall;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code stripe_calls}. */
@Repository
@Transactional
class JdbcCallLog {

    private static final int LONGEST_ID = 255;
    private static final int LONGEST_OWN_ID = 64;

    private final NamedParameterJdbcTemplate jdbc;

    JdbcCallLog(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Collection<StripeCall> calls) {
        jdbc.batchUpdate("""
                INSERT INTO stripe_calls (operation, intent_id, payment_id, order_id, request_id, outcome, http_status,
                    stripe_request_id, attempt, replayed, started_at, duration_us)
                VALUES (:operation, :intentId, :paymentId, :orderId, :requestId, :outcome, :httpStatus,
                    :stripeRequestId, :attempt, :replayed, :startedAt, :micros)
                """, calls.stream().map(JdbcCallLog::parameters).toArray(SqlParameterSource[]::new));
    }

    /**
     * @return how many it were: fewer than {@code most}, and none older is left
     */
    int deleteBefore(Instant time, int most) {
        return jdbc.update(
                "DELETE FROM stripe_calls WHERE started_at < :time ORDER BY started_at LIMIT :most",
                new MapSqlParameterSource("time", toColumn(time)).addValue("most", most));
    }

    private static SqlParameterSource parameters(StripeCall call) {
        return new MapSqlParameterSource()
                .addValue("operation", call.operation())
                .addValue("intentId", plain(call.intentId(), LONGEST_ID))
                .addValue("paymentId", plain(call.paymentId(), LONGEST_OWN_ID))
                .addValue("orderId", plain(call.orderId(), LONGEST_OWN_ID))
                .addValue("requestId", plain(call.requestId(), LONGEST_OWN_ID))
                .addValue("outcome", call.outcome())
                .addValue("httpStatus", call.httpStatus())
                .addValue("stripeRequestId", plain(call.stripeRequestId(), LONGEST_ID))
                .addValue("attempt", call.attempt())
                .addValue("replayed", call.replayed())
                .addValue("startedAt", toColumn(call.startedAt()))
                .addValue("micros", call.duration().toNanos() / 1_000);
    }

    /** An odd id from outside must not keep the other rows of its batch out. */
    static @Nullable String plain(@Nullable String id, int longest) {
        if (id == null) {
            return null;
        }
        String ascii = id.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() <= longest ? ascii : ascii.substring(0, longest);
    }
}
