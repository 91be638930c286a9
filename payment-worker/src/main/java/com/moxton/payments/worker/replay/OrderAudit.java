package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.inbox.JdbcInbox;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.LockedOrders;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.OrderLocks;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.Recomputation;
import com.moxton.payments.worker.replay.Audit.LogEnds;
import com.moxton.payments.worker.replay.OrderGroups.Grouped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Compares some orders, and all of their payments, with what the ledger would make of their events.
 *
 * <p>What Stripe answered to our own calls is not in {@code stripe.events}. So a row that shows such an answer
 * ({@code last_observed_by} begins with {@code api:}), or nothing of Stripe's yet, or may be older than the log, counts as an
 * observation itself: it is listed only when the log knows better.
 */
@Component
class OrderAudit {

    private static final String BY_ANSWER = "api:";

    private final RetryingTransactions transactions;
    private final OrderLocks locks;
    private final JdbcInbox inbox;
    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    OrderAudit(
            RetryingTransactions transactions,
            OrderLocks locks,
            JdbcInbox inbox,
            NamedParameterJdbcTemplate jdbc,
            Clock clock) {
        this.transactions = transactions;
        this.locks = locks;
        this.inbox = inbox;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param counts {@code comparedPayments}, {@code comparedOrders}; {@code byOtherMeans}: payments that show what isn't in
     *     the log; {@code moving}: orders that newer events have changed meanwhile, and that are left to the next audit
     */
    record Found(List<RowDiff> diffs, Map<String, Long> counts) {}

    Found compare(List<List<Grouped>> groups, LogEnds ends) {
        Map<String, List<Observation>> byOrder = new TreeMap<>();
        for (Grouped grouped : groups.stream().flatMap(List::stream).toList()) {
            if (grouped.order() != null && grouped.observation() != null) {
                byOrder.computeIfAbsent(grouped.order(), order -> new ArrayList<>())
                        .add(grouped.observation());
            }
        }
        // Locked for the moment of reading, so that orders and payments are of one moment.
        LockedOrders live = transactions.execute(() -> locks.all(byOrder.keySet()));
        Map<String, List<Payment>> paymentsByOrder = live.paymentsByOrder();
        List<RowDiff> diffs = new ArrayList<>();
        Map<String, Long> counts = new TreeMap<>();
        live.orders().forEach((id, order) -> {
            One one = new One(
                    order, paymentsByOrder.getOrDefault(id, List.of()), byOrder.getOrDefault(id, List.of()), ends);
            List<RowDiff> found = one.diffs();
            if (!found.isEmpty() && isMoving(one.intents(), ends)) {
                counts.merge("moving", 1L, Long::sum);
                return;
            }
            diffs.addAll(found);
            counts.merge("comparedOrders", 1L, Long::sum);
            counts.merge("comparedPayments", (long) one.live.size(), Long::sum);
            counts.merge("byOtherMeans", one.byOtherMeans, Long::sum);
        });
        return new Found(diffs, counts);
    }

    /** Events have come behind where the log was read. */
    private boolean isMoving(Collection<String> intents, LogEnds ends) {
        return inbox.positionsOf(intents).stream()
                .anyMatch(position ->
                        position.offset() >= ends.ends().getOrDefault(position.partition(), Long.MAX_VALUE));
    }

    /** Payments that cite an event nobody has processed. */
    Found unfounded() {
        List<RowDiff> diffs = jdbc.query(
                """
                SELECT p.id, p.last_observed_by, p.status
                FROM payments p
                WHERE p.last_observed_by NOT LIKE 'api:%'
                  AND NOT EXISTS (SELECT 1 FROM processed_events e WHERE e.event_id = p.last_observed_by)
                ORDER BY p.id
                LIMIT 1000
                """,
                Map.of(),
                (row, n) -> new RowDiff(
                        "payment",
                        row.getString("id"),
                        "unfounded",
                        Map.of(
                                "last_observed_by", new RowDiff.Column(row.getString("last_observed_by"), null),
                                "status", new RowDiff.Column(row.getString("status"), null))));
        return new Found(diffs, Map.of());
    }

    /** One order. */
    private final class One {

        private final Order order;
        private final List<Payment> live;
        private final List<Observation> log;
        private final Set<String> logIntents = new HashSet<>();
        private final Set<String> owned = new HashSet<>();
        private final LogEnds ends;
        private long byOtherMeans;

        One(Order order, List<Payment> live, List<Observation> log, LogEnds ends) {
            this.order = order;
            this.live = live;
            this.log = log;
            this.ends = ends;
            log.forEach(observation -> {
                logIntents.add(observation.intent().intentId());
                if (observation.intent().metadata().containsKey(IntentSnapshot.PAYMENT_ID)) {
                    owned.add(observation.intent().intentId());
                }
            });
        }

        Set<String> intents() {
            Set<String> intents = new TreeSet<>(logIntents);
            live.forEach(payment -> {
                if (payment.intentId() != null) {
                    intents.add(payment.intentId());
                }
            });
            return intents;
        }

        List<RowDiff> diffs() {
            List<Payment> given = live.stream().filter(this::isBeyondTheLog).toList();
            byOtherMeans = given.size();
            Order fresh = new Order(
                    order.id(),
                    order.userId(),
                    order.totalAmount(),
                    order.currency(),
                    order.stripeAccount(),
                    OrderStatus.PENDING,
                    null,
                    null,
                    0,
                    order.createdAt(),
                    order.updatedAt());
            Recomputation should = Recomputation.of(Map.of(order.id(), fresh), given, log, clock.instant());
            List<RowDiff> diffs = new ArrayList<>();
            Map<String, Payment> liveById = new HashMap<>();
            live.forEach(payment -> liveById.put(payment.id(), payment));
            new TreeMap<>(should.payments()).forEach((id, payment) -> diff(liveById.get(id), payment, diffs));
            boolean paymentsAgree = diffs.isEmpty();
            diffOrder(Objects.requireNonNull(should.orders().get(order.id())), paymentsAgree, diffs);
            return diffs;
        }

        private boolean isBeyondTheLog(Payment payment) {
            Payment.Observed observed = payment.observation();
            String intentId = payment.intentId();
            return observed == null
                    || observed.by().startsWith(BY_ANSWER)
                    || intentId == null
                    || !owned.contains(intentId)
                    || ends.truncated();
        }

        private static void diff(@Nullable Payment is, Payment should, List<RowDiff> diffs) {
            Map<String, @Nullable String> before = is == null ? Map.of() : PaymentColumns.of(is);
            Map<String, @Nullable String> after = PaymentColumns.of(should);
            boolean asked = is != null && is.inDoubt() && !should.inDoubt();
            Map<String, RowDiff.Column> columns = new TreeMap<>();
            after.forEach((name, value) -> {
                // Two answers of one second, or an answer and an event, can be in doubt too.
                boolean doubt = asked && name.equals(PaymentColumns.DOUBT);
                if (!Objects.equals(before.get(name), value) && !doubt) {
                    columns.put(name, new RowDiff.Column(before.get(name), value));
                }
            });
            if (!columns.isEmpty()) {
                diffs.add(new RowDiff("payment", should.id(), is == null ? "missing" : "differs", columns));
            }
        }

        /** {@code canceled} that no payment explains is the storefront's, unless a payment is wrong as well. */
        private void diffOrder(Order should, boolean paymentsAgree, List<RowDiff> diffs) {
            if (order.status() == OrderStatus.CANCELED
                    && should.status() != OrderStatus.PAID
                    && should.status() != OrderStatus.REVIEW
                    && paymentsAgree) {
                return;
            }
            Map<String, RowDiff.Column> columns = new TreeMap<>();
            compare("status", order.status().wireName(), should.status().wireName(), columns);
            compare("review_reason", text(order.reviewReason()), text(should.reviewReason()), columns);
            compare("paid_at", PaymentColumns.text(order.paidAt()), PaymentColumns.text(should.paidAt()), columns);
            if (!columns.isEmpty()) {
                diffs.add(new RowDiff("order", order.id(), "differs", columns));
            }
        }

        private static @Nullable String text(@Nullable ReviewReason reason) {
            return reason == null ? null : reason.wireName();
        }

        private static void compare(
                String name, @Nullable String is, @Nullable String should, Map<String, RowDiff.Column> columns) {
            if (!Objects.equals(is, should)) {
                columns.put(name, new RowDiff.Column(is, should));
            }
        }
    }
}
