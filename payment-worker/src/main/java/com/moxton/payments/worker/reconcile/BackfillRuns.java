package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.lock.SingleInstance;
import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.stripe.StripeCallException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Runs of the backfill, on schedule and on demand: one at a time over all instances, each with one line in the log. */
@Component
public class BackfillRuns {

    private static final Logger log = LoggerFactory.getLogger(BackfillRuns.class);
    private static final String LOCK = "backfill";

    private final Backfills backfills;
    private final SingleInstance singleInstance;
    private final BackfillMetrics metrics;
    private final BackfillSettings settings;
    private final Clock clock;

    BackfillRuns(
            Backfills backfills,
            SingleInstance singleInstance,
            BackfillMetrics metrics,
            BackfillSettings settings,
            Clock clock) {
        this.backfills = backfills;
        this.singleInstance = singleInstance;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Looks for missed events now, whether the schedule is enabled or not.
     *
     * @param since how far back; null for where the last run came to
     * @return empty when a run is under way, here or elsewhere
     * @throws RuntimeException when it came to no end; what it has published stays, and to run again is safe
     */
    public Optional<BackfillReport> runNow(@Nullable Instant since) {
        return singleInstance.run(LOCK, () -> run(since));
    }

    /** Where the last runs have come to. */
    BackfillCursor.State state() {
        return backfills.state();
    }

    /** For the schedule: runs when it is time, and never throws. */
    void runIfDue() {
        try {
            metrics.state(backfills.state());
            if (settings.enabled() && due()) {
                // Asked again under the lock: another instance may have just finished.
                singleInstance.run(LOCK, () -> due() ? Optional.of(run(null)) : Optional.empty());
            }
        } catch (DataAccessException | TransactionException e) {
            log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("backfill waits for the database");
        } catch (RuntimeException e) {
            log.debug("backfill failed, and has said so");
        }
        if (metrics.overdue()) {
            log.atWarn()
                    .addKeyValue("warnAfter", settings.warnAfter())
                    .log("the backfill's cursor is very old, and Stripe forgets events after 30 days:"
                            + " see docs/reconciliation.md");
        }
    }

    /** Every instance asks on its own schedule; together they are to run no more often than one alone. */
    private boolean due() {
        Instant last = backfills.state().lastRunAt();
        return last == null
                || !last.plus(settings.interval().multipliedBy(9).dividedBy(10)).isAfter(clock.instant());
    }

    /** One account after the other. One that fails, for its key is refused perhaps, doesn't keep the others from theirs. */
    private BackfillReport run(@Nullable Instant since) {
        List<BackfillReport> reports = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Backfill backfill : backfills.each()) {
            try {
                reports.add(run(backfill, since));
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        metrics.state(backfills.state());
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return BackfillReport.sum(reports);
    }

    private BackfillReport run(Backfill backfill, @Nullable Instant since) {
        BackfillProgress progress = new BackfillProgress();
        long began = System.nanoTime();
        try {
            backfill.run(since, progress);
            tell(log.atInfo().addKeyValue("account", backfill.account()), "completed", progress, began);
            return progress.report();
        } catch (StripeCallException
                | PublishingException
                | OvertakenException
                | DataAccessException
                | TransactionException e) {
            // These say enough by their names; nobody needs their stack traces every few minutes of an outage.
            tell(
                    log.atWarn()
                            .addKeyValue("account", backfill.account())
                            .addKeyValue("cause", e.getClass().getSimpleName()),
                    outcome(e),
                    progress,
                    began);
            throw e;
        } catch (RuntimeException e) {
            tell(log.atError().addKeyValue("account", backfill.account()).setCause(e), "failed", progress, began);
            throw e;
        }
    }

    private static String outcome(RuntimeException e) {
        return switch (e) {
            case StripeCallException stripe -> "stripe_unavailable";
            case PublishingException kafka -> "kafka_unavailable";
            case OvertakenException overtaken -> "overtaken";
            default -> "database_unavailable";
        };
    }

    private void tell(LoggingEventBuilder line, String outcome, BackfillProgress progress, long began) {
        BackfillReport report = progress.report();
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        metrics.ran(outcome, report, duration);
        line.addKeyValue("outcome", outcome)
                .addKeyValue("from", report.from())
                .addKeyValue("to", report.to())
                .addKeyValue("seen", report.seen())
                .addKeyValue("rescued", report.rescued())
                .addKeyValue("coveredUntil", report.coveredUntil())
                .addKeyValue("durationMs", duration.toMillis())
                .log("backfill");
    }
}
