package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

@WithReconcileTables
class JdbcKnownEventsIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Autowired
    private KnownEvents known;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionOperations transactions;

    @Test
    void knowsEventsThatWereProcessedAreParkedOrWereRescued() {
        execute("""
                INSERT INTO processed_events (event_id, type, event_created, received_at, processed_at, outcome, topic,
                    `partition`, `offset`, livemode, batch_id)
                VALUES ('evt_processed', 't', ?, ?, ?, 'applied', 'stripe.events', 0, 0, FALSE, '')
                """, toColumn(NOW), toColumn(NOW), toColumn(NOW));
        execute("""
                INSERT INTO parked_events (event_id, topic, `partition`, `offset`, reason, attempts, first_failed_at,
                    next_attempt_at)
                VALUES ('evt_parked', 'stripe.events', 0, 1, 'orphaned', 1, ?, ?)
                """, toColumn(NOW), toColumn(NOW));

        known.rescued(List.of("evt_rescued"), NOW);
        known.rescued(List.of("evt_rescued"), NOW);

        assertThat(known.among(List.of("evt_processed", "evt_parked", "evt_rescued", "evt_new", "EVT_PROCESSED")))
                .containsExactlyInAnyOrder("evt_processed", "evt_parked", "evt_rescued");
        assertThat(known.among(List.of())).isEmpty();
    }

    @Test
    void forgetsWhatWasRescuedLongAgo() {
        known.rescued(List.of("evt_old"), NOW.minusSeconds(1));
        known.rescued(List.of("evt_young"), NOW);

        known.forget(NOW);

        assertThat(known.among(List.of("evt_old", "evt_young"))).containsExactly("evt_young");
    }

    private void execute(String sql, Object... values) {
        transactions.executeWithoutResult(status -> jdbc.update(sql, values));
    }
}
