package com.moxton.payments.worker.replay;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.replay.JdbcReplayJobs.Progress;
import com.moxton.payments.worker.replay.OrderGroups.Grouped;
import com.moxton.payments.worker.replay.OrderScan.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Works out from the log, in memory, what payments and orders should look like, and lists every row that looks otherwise.
 * It reads the whole log up to where the consumer has come, so that what merely hasn't been consumed yet is no difference.
 * Writes nothing but its own findings.
 */
@Component
class Audit implements JobWork {

    private final LogScan log;
    private final RecordChoices choices;
    private final OrderScan orders;
    private final OrderAudit orderAudit;
    private final GroupOffsets groups;
    private final ReplayDiffs diffs;
    private final ReplaySettings settings;

    Audit(
            LogScan log,
            RecordChoices choices,
            OrderScan orders,
            OrderAudit orderAudit,
            GroupOffsets groups,
            ReplayDiffs diffs,
            ReplaySettings settings) {
        this.log = log;
        this.choices = choices;
        this.orders = orders;
        this.orderAudit = orderAudit;
        this.groups = groups;
        this.diffs = diffs;
        this.settings = settings;
    }

    @Override
    public JobMode mode() {
        return JobMode.AUDIT;
    }

    @Override
    public void work(JobTurn turn) {
        List<PartitionRange> ranges = turn.fixed(this::consumed);
        diffs.clear(turn.job().id());
        ReplayFilter filter = turn.job().choice().filter();
        Comparing comparing = new Comparing(turn, LogEnds.of(ranges, truncated()));
        Totals totals = orders.scan(
                Topic.STRIPE_EVENTS.topicName(),
                ranges,
                choices.of(filter),
                Long.MAX_VALUE,
                comparing::read,
                comparing::take);
        if (!turn.isOver()) {
            comparing.end(totals, filter.equals(ReplayFilter.ALL));
        }
    }

    private List<PartitionRange> consumed() {
        Map<Integer, Long> committed = groups.committed(EventSettings.GROUP, Topic.STRIPE_EVENTS.topicName());
        List<PartitionRange> consumed = new ArrayList<>();
        try (var consumer = log.newConsumer()) {
            for (PartitionRange range : new LogRanges(consumer, Topic.STRIPE_EVENTS.topicName()).between(null, null)) {
                long end = Math.min(range.end(), committed.getOrDefault(range.partition(), 0L));
                consumed.add(new PartitionRange(
                        range.partition(), range.begin(), range.begin(), Math.max(range.begin(), end)));
            }
        }
        return consumed;
    }

    private Set<Integer> truncated() {
        try (var consumer = log.newConsumer()) {
            return new LogRanges(consumer, Topic.STRIPE_EVENTS.topicName()).truncated();
        }
    }

    /**
     * @param ends up to where the log was read, by partition
     * @param truncated whether the log's beginning is gone, so that older payments can't be worked out from it alone
     */
    record LogEnds(Map<Integer, Long> ends, boolean truncated) {
        static LogEnds of(List<PartitionRange> ranges, Set<Integer> truncated) {
            Map<Integer, Long> ends = new TreeMap<>();
            ranges.forEach(range -> ends.put(range.partition(), range.end()));
            return new LogEnds(ends, !truncated.isEmpty());
        }
    }

    private final class Comparing {

        private final JobTurn turn;
        private final LogEnds ends;
        private final KeptDiffs kept;
        private final Map<String, Long> counts = new TreeMap<>();
        private long scanned;
        private long done;

        Comparing(JobTurn turn, LogEnds ends) {
            this.turn = turn;
            this.ends = ends;
            this.kept = new KeptDiffs(diffs, turn.job().id(), settings.mostDiffs());
        }

        boolean read(long records) {
            scanned = Math.max(scanned, records);
            return turn.glance(new Progress(scanned, 0, done));
        }

        boolean take(List<List<Grouped>> all) {
            for (List<List<Grouped>> some : Batches.of(all, settings.batchSize())) {
                add(orderAudit.compare(some, ends));
                done += some.stream().mapToInt(List::size).sum();
                if (!turn.glance(new Progress(scanned, 0, done))) {
                    return false;
                }
            }
            return true;
        }

        private void add(OrderAudit.Found found) {
            kept.add(found.diffs());
            found.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
        }

        void end(Totals totals, boolean everything) {
            if (everything) {
                add(orderAudit.unfounded());
            }
            if (turn.progress(new Progress(totals.scanned(), totals.matched(), totals.matched()), null, Map.of())) {
                Map<String, Object> result = new TreeMap<>(kept.counts());
                result.put("differing", result.remove("changed"));
                result.putAll(counts);
                turn.finish(JobState.COMPLETED, result);
            }
        }
    }
}
