package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

@WithReconcileTables
class JdbcStalePaymentsIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(15);

    @Autowired
    private StalePayments payments;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionOperations transactions;

    @BeforeEach
    void empty() {
        execute("DELETE FROM payments");
        execute("DELETE FROM payment_refreshes");
    }

    @Test
    void findsOpenPaymentsThatAreSilent() {
        String requested = payment("requested", NOW.minus(Duration.ofMinutes(20)), null);
        String processing = payment("processing", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofMinutes(30)));
        String action = payment("requires_action", NOW.minus(Duration.ofDays(1)), NOW.minus(Duration.ofMinutes(40)));
        payment("requested", NOW.minus(Duration.ofMinutes(10)), null);
        payment("processing", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofMinutes(5)));
        payment("succeeded", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
        payment("canceled", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
        payment("failed", NOW.minus(Duration.ofDays(2)), null);
        payment("requires_payment_method", NOW.minus(Duration.ofDays(31)), NOW.minus(Duration.ofDays(1)));

        assertThat(due(10)).extracting(StalePayment::id).containsExactly(requested, action, processing);
        assertThat(due(2)).extracting(StalePayment::id).containsExactly(requested, action);
    }

    @Test
    void leavesAPaymentAloneUntilItsPauseIsOver() {
        payment("processing", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofMinutes(30)));

        payments.asked(due(10), NOW, attempts -> PAUSE);

        assertThat(due(10)).isEmpty();
        assertThat(due(10, NOW.plus(PAUSE))).extracting(StalePayment::attempts).containsExactly(1);
    }

    @Test
    void countsAnewWhenThePaymentHasMoved() {
        String id = payment("processing", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofMinutes(30)));
        payments.asked(due(10), NOW, attempts -> Duration.ofDays(1));
        payments.asked(List.of(new StalePayment(id, "o", "processing", 1, 1)), NOW, attempts -> Duration.ofDays(1));

        execute("UPDATE payments SET version = version + 1");

        assertThat(due(10)).extracting(StalePayment::attempts).containsExactly(0);
    }

    @Test
    void forgetsWhatIsLongPast() {
        payment("processing", NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofMinutes(30)));
        payments.asked(due(10), NOW, attempts -> PAUSE);

        payments.forget(NOW);
        assertThat(remembered()).isEqualTo(1);
        payments.forget(NOW.plus(Duration.ofHours(1)));
        assertThat(remembered()).isZero();
    }

    private List<StalePayment> due(int limit) {
        return payments.due(NOW.minus(PAUSE), NOW.minus(Duration.ofDays(30)), NOW, limit);
    }

    private List<StalePayment> due(int limit, Instant now) {
        return payments.due(now.minus(PAUSE), now.minus(Duration.ofDays(30)), now, limit);
    }

    private String payment(String status, Instant createdAt, @Nullable Instant observedAt) {
        String id = UUID.randomUUID().toString();
        execute(
                """
                INSERT INTO payments (id, order_id, amount, status, metadata, idempotency_key, last_observed_at, version,
                    created_at, updated_at)
                VALUES (?, 'o', 1, ?, '{}', ?, ?, 1, ?, ?)
                """,
                id,
                status,
                "create-" + id,
                toColumn(observedAt),
                toColumn(createdAt),
                toColumn(observedAt == null ? createdAt : observedAt));
        return id;
    }

    private long remembered() {
        Long count = jdbc.queryForObject("SELECT COUNT(*) FROM payment_refreshes", Long.class);
        return count == null ? 0 : count;
    }

    private void execute(String sql, @Nullable Object... values) {
        transactions.executeWithoutResult(status -> jdbc.update(sql, values));
    }
}
