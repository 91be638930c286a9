package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.PaidLoad;
import com.moxton.payments.benchmarks.load.PaidWatch;
import com.moxton.payments.benchmarks.load.UserTokens;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.GcLog;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** How soon after the webhook an order is seen to be paid. */
final class PaidScenario implements Scenario {

    /**
     * After {@link PaidLives#warm} some at the rate itself: a cold worker falls behind and takes large batches, so that what is done once a
     * batch is hardly warm when the small ones come.
     */
    private static final int SECONDS_AT_THE_RATE = 180;

    /** The first orders are paid for after six seconds. */
    private static final int FIRST_PAID = 8;

    private static final double[] PERCENTILES = {0, 25, 50, 75, 90, 95, 99, 100};

    @Override
    public String name() {
        return "paid";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        double warming = Math.max(bench.scaled(240), 8);
        double first = Math.max(bench.scaled(SECONDS_AT_THE_RATE), FIRST_PAID);
        double seconds = bench.scaled(30);
        double whole = first + bench.rounds() * seconds;
        try (Schema schema = bench.parts().database().newSchema();
                Service worker = bench.parts().worker(schema, Map.of());
                Service ingress = bench.parts().ingress(PaidLives.ingressSettings())) {
            PaidLives.warm(schema, ingress, warming);
            List<String> orders = PaidLives.orders(schema, whole, PaidLives.PER_SECOND);
            try (PaidWatch watch = new PaidWatch(ingress, UserTokens.of("usr_1"), schema)) {
                PaidLoad load = new PaidLoad(ingress, orders, PaidLives.PER_SECOND, PaidLives.WATCHED_ONE_IN, watch);
                List<CpuClock> clocks = List.of(
                        worker.cpu(),
                        ingress.cpu(),
                        bench.parts().broker().cpu(),
                        bench.parts().database().cpu(),
                        CpuClock.of(ProcessHandle.current().pid()));
                long began = System.nanoTime();
                load.run(whole);
                List<Double> cpu = clocks.stream().map(CpuClock::seconds).toList();
                // The last one's row and event are under way.
                TimeUnit.SECONDS.sleep(2);
                PaidLives.Run run = new PaidLives.Run(began, load.refused(), watch.seen());
                List<List<PaidWatch.Seen>> rounds = new ArrayList<>();
                for (int round = 0; round < bench.rounds(); round++) {
                    double from = first + round * seconds;
                    rounds.add(run.between(from, from + seconds));
                    bench.say("round %d: %d orders, row p50 %.1f p99 %.1f ms, stream p50 %.1f p99 %.1f ms"
                            .formatted(
                                    round + 1,
                                    rounds.getLast().size(),
                                    PaidLives.percentile(rounds.getLast(), PaidWatch.Seen::rowMillis, 50),
                                    PaidLives.percentile(rounds.getLast(), PaidWatch.Seen::rowMillis, 99),
                                    PaidLives.percentile(rounds.getLast(), PaidWatch.Seen::streamMillis, 50),
                                    PaidLives.percentile(rounds.getLast(), PaidWatch.Seen::streamMillis, 99)));
                }
                return findings(
                        rounds,
                        "CPU seconds in %s s, the last three minutes of warming up among them: worker %s, ingress %s, broker %s, database %s, load %s. "
                                        .formatted(
                                                Figures.of(whole),
                                                Figures.of(cpu.get(0)),
                                                Figures.of(cpu.get(1)),
                                                Figures.of(cpu.get(2)),
                                                Figures.of(cpu.get(3)),
                                                Figures.of(cpu.get(4)))
                                + "Webhooks refused: %d, streams refused or broken: %s, orders never seen to be paid: %d."
                                        .formatted(
                                                load.refused(),
                                                watch.lost().isEmpty() ? "0" : watch.lost(),
                                                watch.outstanding()),
                        worker.gc(),
                        ingress.gc());
            }
        }
    }

    private static Findings findings(List<List<PaidWatch.Seen>> rounds, String note, GcLog worker, GcLog ingress) {
        List<Goal> goals = new ArrayList<>();
        List<Plot.Series> curves = new ArrayList<>();
        addGoals(goals, rounds, "in MySQL", PaidWatch.Seen::rowMillis);
        addGoals(goals, rounds, "in the live stream", PaidWatch.Seen::streamMillis);
        curves.add(Plot.Series.percentiles(
                "in MySQL", percentile -> PaidLives.median(rounds, PaidWatch.Seen::rowMillis, percentile)));
        curves.add(Plot.Series.percentiles(
                "in the live stream",
                percentile -> PaidLives.median(rounds, PaidWatch.Seen::streamMillis, percentile)));
        List<List<String>> rows = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            rows.add(List.of(
                    "p" + Figures.of(percentile),
                    Figures.of(PaidLives.median(rounds, PaidWatch.Seen::rowMillis, percentile)),
                    Figures.of(PaidLives.median(rounds, PaidWatch.Seen::streamMillis, percentile))));
        }
        return new Findings(
                "From the webhook to the paid order",
                ("%d events a second, whole lives of payments that Stripe has been asked for, as webhooks to ingress at fixed times, after "
                                + "four minutes at three times that rate, and three more at this one. Of one payment in five the customer "
                                + "has the live stream open. Measured from when the webhook of success was due to be sent until the row in "
                                + "`orders` says `paid` to a reader who asks every 4 ms, and until the stream has said so.")
                        .formatted(PaidLives.PER_SECOND),
                goals,
                List.of(new Table("Milliseconds, medians of the rounds.", List.of("", "row", "stream"), rows)),
                List.of(new Plot(
                        "paid-latency",
                        "From the webhook to the paid order",
                        Plot.Kind.LINES,
                        "percentile",
                        "ms",
                        true,
                        curves)),
                List.of(note, "Worker: %s. Ingress: %s.".formatted(worker, ingress)));
    }

    private static void addGoals(
            List<Goal> goals,
            List<List<PaidWatch.Seen>> rounds,
            String where,
            ToDoubleFunction<PaidWatch.Seen> millis) {
        goals.add(Goal.atMost(
                "webhook → order `paid` " + where + ", p50, at " + PaidLives.PER_SECOND + " events/s",
                "–",
                30,
                PaidLives.median(rounds, millis, 50),
                " ms"));
        goals.add(Goal.atMost(
                "webhook → order `paid` " + where + ", p99", "–", 150, PaidLives.median(rounds, millis, 99), " ms"));
    }
}
