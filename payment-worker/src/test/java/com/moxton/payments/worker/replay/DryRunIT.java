package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dry run shows what the run then does, and does nothing. */
class DryRunIT extends ReplayIT {

    @Test
    void showsWhatAForcedRunThenDoes() {
        List<StripeEventFixture> events = stories(60);
        damage(events);
        var before = rowsOf(events);
        Map<String, List<String>> everything = everything();
        int updates = read(Topic.PAYMENT_UPDATES, record -> true).size();

        ReplayJob dryRun = completed(replays.start(wish("dry-run", ordersOf(events), true), ANN));

        everything()
                .forEach((table, rows) -> assertThat(rows)
                        .as("a dry run changes nothing in " + table)
                        .isEqualTo(everything.get(table)));
        assertThat(read(Topic.PAYMENT_UPDATES, record -> true)).hasSize(updates);
        assertThat(publishedBy(dryRun)).isEmpty();
        List<RowDiff> shown = diffs(dryRun);
        assertThat(shown).isNotEmpty();

        ReplayJob run = completed(replays.start(runOf(dryRun), ANN));

        assertThat(sorted(shown)).isEqualTo(sorted(TableRows.diff(before, rowsOf(events))));
        assertThat(outcomes(run)).isEqualTo(outcomes(dryRun));
        assertThat(run.matched()).isEqualTo(dryRun.matched()).isEqualTo(180);
        assertThat(publishedBy(run)).hasSize(180);
    }

    /** Each fourth order in another way. */
    private void damage(List<StripeEventFixture> events) {
        for (int n = 0; n < events.size(); n += 3) {
            StripeEventFixture last = events.get(n + 2);
            switch (n / 3 % 4) {
                case 0 -> execute("UPDATE orders SET status = 'pending', paid_at = NULL WHERE id = ?", last.orderId());
                case 1 -> execute("UPDATE payments SET amount_received = 1 WHERE id = ?", last.paymentId());
                case 2 ->
                    execute(
                            "UPDATE payments SET status = 'canceled', open_order_id = NULL WHERE id = ?",
                            last.paymentId());
                default -> execute("UPDATE processed_events SET outcome = 'ignored' WHERE event_id = ?", last.id());
            }
        }
    }

    @Test
    void showsWhatARunWithoutForceThenDoes() {
        List<StripeEventFixture> events = stories(30);
        List<StripeEventFixture> lost = events.subList(0, 45);
        List<StripeEventFixture> known = events.subList(45, 90);
        lost.forEach(event -> {
            execute("DELETE FROM payments WHERE id = ?", event.paymentId());
            execute("DELETE FROM payment_history WHERE payment_id = ?", event.paymentId());
            execute("DELETE FROM processed_events WHERE event_id = ?", event.id());
        });
        var before = rowsOf(events);

        ReplayJob dryRun = completed(replays.start(wish("dry-run", ordersOf(events), false), ANN));
        assertThat(outcomes(dryRun)).containsEntry("duplicate", known.size()).containsEntry("adopted", 15);
        ReplayJob run = completed(replays.start(runOf(dryRun), ANN));

        assertThat(sorted(diffs(dryRun))).isEqualTo(sorted(TableRows.diff(before, rowsOf(events))));
        assertThat(diffs(dryRun))
                .filteredOn(diff -> diff.kind().equals("insert"))
                .hasSize(15);
        assertThat(outcomes(run)).isEqualTo(outcomes(dryRun));
    }

    @Test
    void stopsAtALimitThatMeansTheSameRecordsToTheRun() {
        List<StripeEventFixture> events = stories(20);
        ReplayJob dryRun = completed(replays.start(limited(events), ANN));
        assertThat(dryRun.matched()).isEqualTo(7);

        ReplayJob run = completed(replays.start(runOf(dryRun), ANN));

        assertThat(run.matched()).isEqualTo(7);
        assertThat(publishedBy(run)).hasSize(7);
        assertThat(outcomes(run)).isEqualTo(outcomes(dryRun));
    }

    private static Replays.Wish limited(List<StripeEventFixture> events) {
        return new Replays.Wish("dry-run", null, null, null, ordersOf(events), 7L, true, null, "only some", null);
    }

    private static List<RowDiff> sorted(List<RowDiff> diffs) {
        return diffs.stream()
                .sorted(Comparator.comparing(RowDiff::entity).thenComparing(RowDiff::id))
                .toList();
    }
}
