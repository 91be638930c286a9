package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.consume.EventRecord;
import com.moxton.payments.worker.consume.EventSettlement;
import com.moxton.payments.worker.consume.ReplayMark;
import com.moxton.payments.worker.consume.SettledBatch;
import com.moxton.payments.worker.inbox.JdbcInbox;
import com.moxton.payments.worker.replay.OrderGroups.Grouped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has the consumer's own code settle events, looks what has become of the rows, and rolls everything back. Nobody else ever
 * sees a thing of it, and nothing is published: publishing follows a commit, and there is none.
 *
 * <p>The rows before are read <em>after</em> the work, behind a savepoint: rolling back to it undoes what was written and
 * keeps the locks, so that nobody can have changed the rows in between, and locks are taken in the consumer's order alone.
 */
@Component
class Rehearsal {

    private static final int ATTEMPTS = 5;

    private final TransactionTemplate transactions;
    private final EventSettlement settlement;
    private final JdbcInbox inbox;
    private final TableRows rows;
    private final ReplaySettings settings;

    Rehearsal(
            PlatformTransactionManager transactionManager,
            EventSettlement settlement,
            JdbcInbox inbox,
            TableRows rows,
            ReplaySettings settings) {
        this.transactions = new TransactionTemplate(transactionManager);
        this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.settlement = settlement;
        this.inbox = inbox;
        this.rows = rows;
        this.settings = settings;
    }

    /**
     * @param outcomes by event id; an event that is there twice counts as the first time
     * @param diffs of payments and orders
     * @param toAsk how many payments Stripe would be asked about
     */
    record Seen(Map<String, String> outcomes, List<RowDiff> diffs, int toAsk) {}

    /**
     * @param orders whole: all chosen events of each
     */
    Seen rehearse(List<List<Grouped>> orders, ReplayMark mark) {
        if (mark.force()) {
            return rehearseAll(orders, mark);
        }
        // Without force an event that has its row in the inbox does nothing. Orders of nothing else need no rehearsal.
        Set<String> ids = new HashSet<>();
        orders.forEach(order -> order.forEach(grouped -> ids.add(idOf(grouped))));
        Set<String> processed = inbox.processed(ids);
        List<List<Grouped>> left = orders.stream()
                .filter(order -> !order.stream().allMatch(grouped -> processed.contains(idOf(grouped))))
                .toList();
        Seen seen = left.isEmpty() ? new Seen(new HashMap<>(), List.of(), 0) : rehearseAll(left, mark);
        ids.forEach(id -> seen.outcomes().putIfAbsent(id, SettledBatch.DUPLICATE));
        return seen;
    }

    private static String idOf(Grouped grouped) {
        return grouped.record().event().id();
    }

    private Seen rehearseAll(List<List<Grouped>> orders, ReplayMark mark) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transactions.execute(status -> rehearse(orders, mark, status)));
            } catch (DataAccessException | TransactionException e) {
                // The victim of a deadlock, most likely: nothing is lost by doing it again.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Seen rehearse(List<List<Grouped>> orders, ReplayMark mark, TransactionStatus status) {
        Object untouched = status.createSavepoint();
        // From here on this transaction can't be committed by anybody.
        status.setRollbackOnly();
        Set<String> orderIds = new TreeSet<>();
        List<EventRecord> records = new ArrayList<>();
        for (Grouped grouped : orders.stream().flatMap(List::stream).toList()) {
            // An offset that no record has: to the inbox a replayed record is a duplicate, and no redelivery.
            records.add(grouped.record().replayed(mark, -1L - records.size()));
            if (grouped.order() != null) {
                orderIds.add(grouped.order());
            }
        }
        Map<String, String> outcomes = new HashMap<>();
        Set<String> toAsk = new HashSet<>();
        for (int from = 0; from < records.size(); from += settings.batchSize()) {
            List<EventRecord> batch = records.subList(from, Math.min(records.size(), from + settings.batchSize()));
            SettledBatch settled = settlement.settle(batch);
            batch.forEach(record -> outcomes.putIfAbsent(
                    record.event().id(), settled.outcomeOf(record.event().id())));
            settled.inDoubt().forEach(payment -> toAsk.add(payment.id()));
        }
        Map<TableRows.Key, Map<String, @Nullable String>> after = rows.of(orderIds);
        status.rollbackToSavepoint(untouched);
        return new Seen(outcomes, TableRows.diff(rows.of(orderIds), after), toAsk.size());
    }
}
