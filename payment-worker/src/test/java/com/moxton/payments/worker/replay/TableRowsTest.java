package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.replay.RowDiff.Column;
import com.moxton.payments.worker.replay.TableRows.Key;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableRowsTest {

    private static final Key ORDER = new Key("order", "o-1");
    private static final Key PAYMENT = new Key("payment", "p-1");

    @Test
    void tellsWhichColumnsDiffer() {
        assertThat(TableRows.diff(
                        Map.of(ORDER, Map.of("id", "o-1", "status", "pending"), PAYMENT, Map.of("id", "p-1")),
                        Map.of(ORDER, Map.of("id", "o-1", "status", "paid"), PAYMENT, Map.of("id", "p-1"))))
                .containsExactly(
                        new RowDiff("order", "o-1", "update", Map.of("status", new Column("pending", "paid"))));
    }

    @Test
    void aNewRowDiffersInAllOfItsColumns() {
        assertThat(TableRows.diff(Map.of(), Map.of(PAYMENT, Map.of("id", "p-1", "status", "processing"))))
                .containsExactly(new RowDiff(
                        "payment",
                        "p-1",
                        "insert",
                        Map.of("id", new Column(null, "p-1"), "status", new Column(null, "processing"))));
    }

    @Test
    void ourOwnClockIsNoDifference() {
        assertThat(TableRows.diff(
                        Map.of(ORDER, Map.of("updated_at", "yesterday")), Map.of(ORDER, Map.of("updated_at", "today"))))
                .isEmpty();
        assertThat(TableRows.diff(
                        Map.of(PAYMENT, Map.of("updated_at", "1")), Map.of(PAYMENT, Map.of("updated_at", "2"))))
                .as("a payment's is Stripe's clock")
                .hasSize(1);
    }

    @Test
    void ordersAreNeverCut() {
        List<List<Integer>> orders = List.of(List.of(1, 2), List.of(3), List.of(4, 5, 6, 7), List.of(8), List.of());
        assertThat(Batches.of(orders, 3))
                .containsExactly(
                        List.of(List.of(1, 2), List.of(3)),
                        List.of(List.of(4, 5, 6, 7)),
                        List.of(List.of(8), List.of()));
        assertThat(Batches.of(List.of(), 3)).isEmpty();
    }
}
