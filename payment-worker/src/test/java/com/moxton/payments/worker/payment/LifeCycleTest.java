package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.DECLINED;
import static com.moxton.payments.worker.payment.Observations.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderPayment;
import com.moxton.payments.worker.order.OrderStanding;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole life cycle, printed into {@code docs/lifecycle.md}: what stands when a payment is known to be in one state and
 * is observed in another, and where an order stands by its payments. Fails when the page says something else.
 */
class LifeCycleTest {

    private static final LifeCyclePage PAGE = new LifeCyclePage();

    private static final List<Row> ROWS = rows();
    private static final List<Column> COLUMNS = columns();

    /** What is known of a payment; {@code null} while Stripe has shown nothing of it. */
    private record Row(
            String name,
            @Nullable PaymentStatus status,
            @Nullable PaymentError error) {

        @Nullable
        PaymentState known(String id) {
            return status == null ? null : PaymentState.of(seen(id, 5, status, error));
        }
    }

    /** What is observed. */
    private record Column(
            String name, PaymentStatus status, @Nullable PaymentError error, boolean birth) {

        Observation seenAt(int second) {
            Observation seen = birth ? Observations.birth("evt_m") : seen("evt_m", 0, status, error);
            return new Observation(
                    seen.id(), null, seen.cause(), Observations.BIRTH.plusSeconds(second), birth, seen.intent());
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                new Row("no row yet", null, null), new Row("requested", null, null), new Row("failed", null, null)));
        for (PaymentStatus status : PaymentStatus.values()) {
            if (status.finality() != PaymentStatus.Finality.UNSEEN) {
                rows.add(new Row(status.wireName(), status, null));
            }
            if (status == PaymentStatus.REQUIRES_PAYMENT_METHOD) {
                rows.add(new Row("requires_payment_method, declined", status, DECLINED));
            }
        }
        return rows;
    }

    private static List<Column> columns() {
        return List.of(
                new Column("`created`", PaymentStatus.REQUIRES_PAYMENT_METHOD, null, true),
                new Column("requires_ payment_method", PaymentStatus.REQUIRES_PAYMENT_METHOD, null, false),
                new Column("`payment_failed`", PaymentStatus.REQUIRES_PAYMENT_METHOD, DECLINED, false),
                new Column("requires_ confirmation", PaymentStatus.REQUIRES_CONFIRMATION, null, false),
                new Column("`requires_action`", PaymentStatus.REQUIRES_ACTION, null, false),
                new Column("`processing`", PaymentStatus.PROCESSING, null, false),
                new Column("`amount_capturable _updated`", PaymentStatus.REQUIRES_CAPTURE, null, false),
                new Column("`canceled`", PaymentStatus.CANCELED, null, false),
                new Column("`succeeded`", PaymentStatus.SUCCEEDED, null, false));
    }

    @Test
    void everyStateIsInTheMatrix() {
        assertThat(COLUMNS)
                .extracting(Column::status)
                .containsOnlyOnceElementsOf(Stream.of(PaymentStatus.values())
                        .filter(status -> status.finality() != PaymentStatus.Finality.UNSEEN)
                        .filter(status -> status != PaymentStatus.REQUIRES_PAYMENT_METHOD)
                        .toList());
        assertThat(ROWS)
                .extracting(Row::name)
                .containsAll(Stream.of(PaymentStatus.values())
                        .map(PaymentStatus::wireName)
                        .toList());
    }

    @Test
    void pageShowsTheWholeMatrix() {
        StringBuilder table = new StringBuilder();
        line(table, "known \\ observed", COLUMNS.stream().map(Column::name));
        line(table, "---", COLUMNS.stream().map(column -> ":---:"));
        for (Row row : ROWS) {
            line(table, row.name, COLUMNS.stream().map(column -> cell(row, column)));
        }
        PAGE.shows("matrix", table.toString());
    }

    /** For an observation of an earlier, the same and a later second; one sign when all three are alike. */
    private static String cell(Row row, Column column) {
        List<String> signs = Stream.of(4, 5, 6)
                .map(second -> sign(row, column.seenAt(second)))
                .toList();
        return signs.stream().distinct().count() == 1 ? signs.getFirst() : String.join(" ", signs);
    }

    private static String sign(Row row, Observation observation) {
        // Of two ids the greater one counts where nothing else tells the observations apart.
        String smaller = sign(row.known("evt_a"), observation);
        String greater = sign(row.known("evt_z"), observation);
        return smaller.equals(greater) ? smaller : "id?";
    }

    private static String sign(@Nullable PaymentState known, Observation observation) {
        PaymentState seen = PaymentState.of(observation);
        PaymentState now = known == null ? ((Joined.Applied) Joined.join(null, observation)).state() : known.join(seen);
        return (looksLike(now, known) ? "=" : "→") + (now.inDoubt() ? "?" : "");
    }

    private static boolean looksLike(PaymentState state, @Nullable PaymentState other) {
        return other != null
                && state.status() == other.status()
                && Objects.equals(state.lastError(), other.lastError());
    }

    @Test
    void pageShowsWhereOrdersStand() {
        List<OrderStatus> before = List.of(OrderStatus.values());
        StringBuilder table = new StringBuilder();
        line(table, "its payments \\ the order was", before.stream().map(OrderStatus::wireName));
        line(table, "---", before.stream().map(status -> "---"));
        standing(table, "none", before);
        standing(table, "all refused by Stripe", before, payment(1, OrderPayment.State.REFUSED, "0 usd"));
        standing(table, "newest one open", before, payment(1, OrderPayment.State.OPEN, "0 usd"));
        standing(table, "newest one open, declined", before, payment(1, OrderPayment.State.DECLINED, "0 usd"));
        standing(
                table,
                "any canceled, none succeeded",
                before,
                payment(1, OrderPayment.State.CANCELED, "0 usd"),
                payment(2, OrderPayment.State.OPEN, "0 usd"));
        standing(table, "one succeeded, as ordered", before, payment(1, OrderPayment.State.SUCCEEDED, "49.99 usd"));
        standing(table, "one succeeded, other amount", before, payment(1, OrderPayment.State.SUCCEEDED, "49.98 usd"));
        standing(table, "one succeeded, other currency", before, payment(1, OrderPayment.State.SUCCEEDED, "49.99 eur"));
        standing(
                table,
                "two succeeded",
                before,
                payment(1, OrderPayment.State.SUCCEEDED, "49.99 usd"),
                payment(2, OrderPayment.State.SUCCEEDED, "49.99 usd"));
        PAGE.shows("standing", table.toString());
    }

    private static void standing(StringBuilder table, String name, List<OrderStatus> before, OrderPayment... payments) {
        line(table, name, before.stream().map(status -> {
            OrderStanding standing = OrderStanding.of(order(status), List.of(payments));
            ReviewReason reason = standing.reviewReason();
            return standing.status().wireName() + (reason == null ? "" : ": `%s`".formatted(reason.wireName()));
        }));
    }

    @Test
    void pageTellsEveryReasonForReview() {
        for (ReviewReason reason : ReviewReason.values()) {
            PAGE.tells("| `%s` |".formatted(reason.wireName()));
        }
    }

    private static Order order(OrderStatus status) {
        return new Order(
                "order-1",
                "user-1",
                new BigDecimal("49.99"),
                "usd",
                null,
                status,
                null,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static OrderPayment payment(int number, OrderPayment.State state, String received) {
        String[] money = received.split(" ");
        return new OrderPayment(
                "payment-" + number,
                state,
                new Money(new BigDecimal(money[0]), money[1]),
                Observations.BIRTH.plusSeconds(number),
                Observations.BIRTH.plusSeconds(number));
    }

    private static void line(StringBuilder table, String first, Stream<String> cells) {
        table.append("| ")
                .append(first)
                .append(" | ")
                .append(cells.collect(Collectors.joining(" | ")))
                .append(" |\n");
    }
}
