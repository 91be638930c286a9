package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.reconcile.BackfillCursor.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is measured of the backfill. Counters are of the instance that ran it: sum them. Gauges are of the shared cursor, as
 * each instance last read it: take the least.
 */
@Component
class BackfillMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Duration warnAfter;
    private final Counter seen;
    private final Counter rescued;
    private volatile State state = State.BLANK;

    BackfillMetrics(MeterRegistry meters, BackfillSettings settings, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.warnAfter = settings.warnAfter();
        this.seen = Counter.builder("payments.backfill.events.seen")
                .description("Events that Stripe listed; those in the overlap of two runs count twice")
                .register(meters);
        this.rescued = Counter.builder("payments.backfill.events.rescued")
                .description("Events that had not come by webhook and were published")
                .register(meters);
        run("completed");
        age("payments.backfill.cursor.age", "Up to how long ago every event is in the log", State::coveredUntil);
        age("payments.backfill.last.run.age", "Since a run began, whatever became of it", State::lastRunAt);
        age("payments.backfill.last.completed.age", "Since a run came to its end", State::lastCompletedAt);
        Gauge.builder("payments.backfill.overdue", this, metrics -> metrics.overdue() ? 1 : 0)
                .description("1 when the cursor is so old that Stripe may soon forget events we have missed")
                .register(meters);
    }

    private void age(String name, String description, Function<State, @Nullable Instant> time) {
        TimeGauge.builder(name, this, TimeUnit.SECONDS, metrics -> metrics.age(time.apply(metrics.state)))
                .description(description)
                .register(meters);
    }

    private double age(@Nullable Instant time) {
        return time == null
                ? Double.NaN
                : Math.max(0, Duration.between(time, clock.instant()).toSeconds());
    }

    void state(State latest) {
        state = latest;
    }

    boolean overdue() {
        Instant covered = state.coveredUntil();
        return covered != null && covered.plus(warnAfter).isBefore(clock.instant());
    }

    void ran(String outcome, BackfillReport report, Duration duration) {
        seen.increment(report.seen());
        rescued.increment(report.rescued());
        run(outcome).record(duration);
    }

    private Timer run(String outcome) {
        return meters.timer("payments.backfill.run", "outcome", outcome);
    }
}
