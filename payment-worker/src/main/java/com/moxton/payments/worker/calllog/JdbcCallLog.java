package com.moxton.payments.worker.calllog;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.jdbc.MultiRowInsert;
import com.moxton.payments.worker.jdbc.Row;
import com.moxton.payments.worker.stripe.StripeCall;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code stripe_calls}. */
@Repository
@Transactional
class JdbcCallLog {

    private static final int LONGEST_ID = 255;
    private static final int LONGEST_OWN_ID = 64;

    private static final MultiRowInsert INSERT = MultiRowInsert.of("""
            INSERT INTO stripe_calls (operation, intent_id, payment_id, order_id, request_id, outcome, http_status,
                stripe_request_id, attempt, replayed, started_at, duration_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);

    private final NamedParameterJdbcTemplate jdbc;

    JdbcCallLog(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Collection<StripeCall> calls) {
        INSERT.execute(jdbc.getJdbcOperations(), calls, JdbcCallLog::write);
    }

    /**
     * @return how many it were: fewer than {@code most}, and none older is left
     */
    int deleteBefore(Instant time, int most) {
        return jdbc.update(
                "DELETE FROM stripe_calls WHERE started_at < :time ORDER BY started_at LIMIT :most",
                new MapSqlParameterSource("time", toColumn(time)).addValue("most", most));
    }

    private static void write(StripeCall call, Row row) {
        row.text(call.operation())
                .text(plain(call.intentId(), LONGEST_ID))
                .text(plain(call.paymentId(), LONGEST_OWN_ID))
                .text(plain(call.orderId(), LONGEST_OWN_ID))
                .text(plain(call.requestId(), LONGEST_OWN_ID))
                .text(call.outcome())
                .text(call.httpStatus() == null ? null : call.httpStatus().toString())
                .text(plain(call.stripeRequestId(), LONGEST_ID))
                .number(call.attempt())
                .flag(call.replayed())
                .time(call.startedAt())
                .number(call.duration().toNanos() / 1_000);
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
