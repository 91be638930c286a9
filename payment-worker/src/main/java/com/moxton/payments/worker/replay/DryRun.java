package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.consume.ReplayMark;
import com.moxton.payments.worker.replay.JdbcReplayJobs.Progress;
import com.moxton.payments.worker.replay.OrderGroups.Grouped;
import com.moxton.payments.worker.replay.OrderScan.Totals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Tells what a run of the same choice would do, by a {@link Rehearsal} of all of it. Exact as long as nobody else changes
 * the same rows in between, but for three things: {@code orders.updated_at} is our own clock; the {@code version} of an order
 * with several PaymentIntents, whose events lie in several partitions, depends on whose turn comes first; and what Stripe
 * will answer where it is asked nobody knows.
 */
@Component
class DryRun implements JobWork {

    private final LogScan log;
    private final RecordChoices choices;
    private final OrderScan orders;
    private final Rehearsal rehearsal;
    private final ReplayDiffs diffs;
    private final ReplaySettings settings;

    DryRun(
            LogScan log,
            RecordChoices choices,
            OrderScan orders,
            Rehearsal rehearsal,
            ReplayDiffs diffs,
            ReplaySettings settings) {
        this.log = log;
        this.choices = choices;
        this.orders = orders;
        this.rehearsal = rehearsal;
        this.diffs = diffs;
        this.settings = settings;
    }

    @Override
    public JobMode mode() {
        return JobMode.DRY_RUN;
    }

    /** From the beginning, each time: what was seen of one half says nothing of the other half an hour later. */
    @Override
    public void work(JobTurn turn) {
        ReplayChoice choice = turn.job().choice();
        List<PartitionRange> ranges = turn.fixed(() -> {
            try (var consumer = log.newConsumer()) {
                return new LogRanges(consumer, choice.topic()).between(choice.from(), choice.to());
            }
        });
        diffs.clear(turn.job().id());
        Seeing seeing = new Seeing(turn);
        Totals totals = orders.scan(
                choice.topic(),
                ranges,
                choices.of(choice.filter()),
                choice.limit() == null ? Long.MAX_VALUE : choice.limit(),
                seeing::read,
                seeing::take);
        if (!turn.isOver()) {
            seeing.end(totals);
        }
    }

    private final class Seeing {

        private final JobTurn turn;
        private final ReplayMark mark;
        private final Map<String, Long> outcomes = new TreeMap<>();
        private final KeptDiffs kept;
        private long scanned;
        private long done;
        private long toAsk;

        Seeing(JobTurn turn) {
            this.turn = turn;
            this.mark = new ReplayMark(turn.job().id(), turn.job().choice().force());
            this.kept = new KeptDiffs(diffs, turn.job().id(), settings.mostDiffs());
        }

        boolean read(long records) {
            scanned = Math.max(scanned, records);
            return turn.glance(new Progress(scanned, 0, done));
        }

        boolean take(List<List<Grouped>> all) {
            for (List<List<Grouped>> some : Batches.of(all, settings.batchSize())) {
                Rehearsal.Seen seen = rehearsal.rehearse(some, mark);
                seen.outcomes().values().forEach(outcome -> outcomes.merge(outcome, 1L, Long::sum));
                kept.add(seen.diffs());
                toAsk += seen.toAsk();
                done += some.stream().mapToInt(List::size).sum();
                if (!turn.glance(new Progress(scanned, 0, done))) {
                    return false;
                }
            }
            return true;
        }

        void end(Totals totals) {
            if (totals.malformed() > 0) {
                outcomes.put("malformed", totals.malformed());
            }
            if (turn.progress(new Progress(totals.scanned(), totals.matched(), totals.matched()), null, Map.of())) {
                Map<String, Object> result = new TreeMap<>(kept.counts());
                result.put("outcomes", outcomes);
                result.put("refreshes", toAsk);
                turn.finish(JobState.COMPLETED, result);
            }
        }
    }
}
