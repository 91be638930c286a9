package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.batches;
import static com.moxton.payments.worker.payment.Observations.history;
import static com.moxton.payments.worker.payment.Observations.shuffled;
import static com.moxton.payments.worker.payment.Observations.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.order.OrderStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Properties of generated histories, on the ledger and all of its rows: whatever the way through the same observations,
 * the end is the same, final states absorb, and versions only grow. Seeds make a failure repeatable.
 */
class HistoriesTest {

    @ParameterizedTest
    @ValueSource(longs = {3, 99, 2026})
    void ORDER_INDEPENDENT_anyWayThroughTheSameEventsEndsInTheSameRows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            List<Observation> all = severalPayments(random);
            Rows expected = rowsAfter(List.of(all));
            for (int way = 0; way < 6; way++) {
                Rows rows = rowsAfter(batches(shuffled(all, random), random));
                assertThat(rows).as("seed %d, history %d", seed, i).isEqualTo(expected);
            }
        }
    }

    /** Nothing left to chance: all 192 ways through each history of three observations, one of which comes twice. */
    @Test
    void ORDER_INDEPENDENT_everyPermutationAndEveryCutIntoBatches() {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            List<Observation> all = new ArrayList<>(severalPayments(random));
            while (all.size() < 3) {
                all.addAll(severalPayments(random));
            }
            Collections.shuffle(all, random);
            List<Observation> few = new ArrayList<>(all.subList(0, 3));
            Rows expected = rowsAfter(List.of(few));
            few.add(few.get(random.nextInt(3)));
            for (List<Observation> permutation : permutations(few)) {
                for (int cuts = 0; cuts < 1 << (few.size() - 1); cuts++) {
                    assertThat(rowsAfter(cut(permutation, cuts)))
                            .as("%s cut at %s", permutation, Integer.toBinaryString(cuts))
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static <T> List<List<T>> permutations(List<T> list) {
        if (list.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (List<T> rest : permutations(list.subList(1, list.size()))) {
            for (int at = 0; at <= rest.size(); at++) {
                List<T> longer = new ArrayList<>(rest);
                longer.add(at, list.getFirst());
                all.add(longer);
            }
        }
        return all;
    }

    /** A bit for each gap: 1 cuts. */
    private static List<List<Observation>> cut(List<Observation> all, int cuts) {
        List<List<Observation>> batches = new ArrayList<>(List.of(new ArrayList<>()));
        for (int i = 0; i < all.size(); i++) {
            batches.getLast().add(all.get(i));
            if (i < all.size() - 1 && (cuts >> i & 1) == 1) {
                batches.add(new ArrayList<>());
            }
        }
        return batches;
    }

    /** Up to three payments of one order, one of them for another amount, and one of an order next to it. */
    private static List<Observation> severalPayments(Random random) {
        List<Observation> all = new ArrayList<>();
        for (int n = 1; n <= 1 + random.nextInt(3); n++) {
            all.addAll(history(random, "pi_" + n, "order-1", uuid(n), n == 2 ? "12.00" : "49.99"));
        }
        all.addAll(history(random, "pi_9", "order-2", uuid(9), "49.99"));
        return all;
    }

    /** All of the rows but versions and our own clock: how many steps were visible depends on the way. */
    record Rows(Map<String, Object> payments, Map<String, Object> orders) {}

    private static Rows rowsAfter(List<List<Observation>> batches) {
        InMemoryTables tables = new InMemoryTables();
        tables.order("order-1", "49.99");
        tables.order("order-2", "49.99");
        PaymentLedger ledger = tables.ledger(orders -> {}, Clock.systemUTC());
        Map<String, Long> versions = new HashMap<>();
        for (List<Observation> batch : batches) {
            var payments = Map.copyOf(tables.payments);
            var orders = Map.copyOf(tables.orders);
            ledger.observe(batch).updates().forEach(update -> {
                Long before = versions.put(update.paymentId(), update.version());
                assertThat(update.version()).as("versions grow one by one").isEqualTo(before == null ? 1 : before + 1);
            });
            payments.forEach((id, before) -> neverBack(before, Objects.requireNonNull(tables.payments.get(id))));
            orders.forEach((id, before) -> {
                var after = Objects.requireNonNull(tables.orders.get(id));
                assertThat(after.version()).as("an order's version").isGreaterThanOrEqualTo(before.version());
                assertThat(allowedAfter(before.status()))
                        .as("NO_REGRESSION after %s", before.status())
                        .contains(after.status());
            });
        }
        assertThat(tables.history).as("one row for each version").hasSize((int)
                versions.values().stream().mapToLong(version -> version).sum());
        return rows(tables);
    }

    private static void neverBack(Payment before, Payment after) {
        assertThat(after.version()).as("a payment's version").isGreaterThanOrEqualTo(before.version());
        if (before.status() == PaymentStatus.SUCCEEDED) {
            assertThat(after.status()).as("NO_REGRESSION").isEqualTo(PaymentStatus.SUCCEEDED);
            assertThat(after.updatedAt()).as("paid_at never moves later").isBeforeOrEqualTo(before.updatedAt());
        }
        if (before.status() == PaymentStatus.CANCELED) {
            assertThat(after.status()).as("NO_REGRESSION").isIn(PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED);
        }
    }

    private static Set<OrderStatus> allowedAfter(OrderStatus status) {
        return switch (status) {
            case PENDING, PAYMENT_FAILED -> Set.of(OrderStatus.values());
            case CANCELED -> Set.of(OrderStatus.CANCELED, OrderStatus.PAID, OrderStatus.REVIEW);
            case PAID -> Set.of(OrderStatus.PAID, OrderStatus.REVIEW);
            case REVIEW -> Set.of(OrderStatus.REVIEW);
        };
    }

    private static Rows rows(InMemoryTables tables) {
        Map<String, Object> payments = new HashMap<>();
        tables.payments.forEach((id, payment) -> payments.put(
                id,
                List.of(
                        payment.orderId(),
                        payment.amount(),
                        payment.amountReceived(),
                        String.valueOf(payment.lastError()),
                        String.valueOf(payment.observation()),
                        String.valueOf(payment.openOrderId()),
                        payment.createdAt(),
                        payment.updatedAt(),
                        payment.status())));
        Map<String, Object> orders = new HashMap<>();
        tables.orders.forEach((id, order) -> orders.put(
                id, List.of(order.status(), String.valueOf(order.reviewReason()), String.valueOf(order.paidAt()))));
        return new Rows(payments, orders);
    }
}
