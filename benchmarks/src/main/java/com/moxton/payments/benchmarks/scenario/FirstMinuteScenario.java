package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.PaidWatch;
import com.moxton.payments.benchmarks.parts.QuickStart;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both services started while the webhooks already come: how late orders are seen to be paid, and what a cache changes. */
final class FirstMinuteScenario implements Scenario {

    /** The first life is paid for after six seconds. */
    private static final double FIRST_PAID = 6;

    private static final double FIRST_PART = 16;
    private static final double SECONDS = 66;

    /** As when measured, and as long as it takes until most of the code has been compiled. */
    private static final double TRAINING_SECONDS = 120;

    private static final int TRAINING_PER_SECOND = 2 * PaidLives.PER_SECOND;

    /** What one pair of services did from their start on. */
    private record Minute(PaidLives.Run run, double workerCpu, double ingressCpu) {

        List<PaidWatch.Seen> first() {
            return run.between(FIRST_PAID, FIRST_PART);
        }

        List<PaidWatch.Seen> rest() {
            return run.between(FIRST_PART, SECONDS);
        }

        @Override
        public String toString() {
            return "first ten seconds p50 %s p99 %s ms, then p50 %s p99 %s ms; CPU s worker %s, ingress %s; %d refused"
                    .formatted(
                            Figures.of(millis(first(), 50)),
                            Figures.of(millis(first(), 99)),
                            Figures.of(millis(rest(), 50)),
                            Figures.of(millis(rest(), 99)),
                            Figures.of(workerCpu),
                            Figures.of(ingressCpu),
                            run.refused());
        }
    }

    @Override
    public String name() {
        return "first-minute";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        double training = bench.scaled((int) TRAINING_SECONDS);
        ServicePrograms jars = ServicePrograms.jars(bench);
        // Makes the topics, and warms broker, database and load.
        minute(bench, jars, TRAINING_PER_SECOND, training);
        Map<String, Rounds.Contestant<Minute>> contestants = new LinkedHashMap<>();
        contestants.put("their jars", () -> measured(bench, jars));
        if (QuickStart.Cache.AOT.isKnownHere()) {
            ServicePrograms start = ServicePrograms.asInTheImages(bench);
            contestants.put("with a cache of a start", () -> measured(bench, start));
            ServicePrograms busy = ServicePrograms.cached(
                    bench, "load", programs -> minute(bench, programs, TRAINING_PER_SECOND, training));
            contestants.put("with a cache of a run under load", () -> measured(bench, busy));
        }
        return findings(Rounds.alternate(bench.rounds(), contestants));
    }

    private static Minute measured(Bench bench, ServicePrograms programs) throws Exception {
        return minute(bench, programs, PaidLives.PER_SECOND, SECONDS);
    }

    private static Minute minute(Bench bench, ServicePrograms programs, int perSecond, double seconds)
            throws Exception {
        try (Schema schema = bench.parts().database().newSchema();
                Service worker = programs.startWorker(bench, schema, Map.of());
                Service ingress = programs.startIngress(bench, PaidLives.ingressSettings())) {
            return new Minute(
                    PaidLives.run(schema, ingress, perSecond, PaidLives.WATCHED_ONE_IN, seconds),
                    worker.cpu().sinceStart(),
                    ingress.cpu().sinceStart());
        }
    }

    private static Findings findings(Map<String, List<Minute>> measured) {
        List<List<String>> rows = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        List<Double> late = new ArrayList<>();
        measured.forEach((way, minutes) -> {
            ways.add(way);
            late.add(Median.of(minutes, one -> millis(one.first(), 99)));
            rows.add(List.of(
                    way,
                    Figures.of(Median.of(minutes, one -> millis(one.first(), 50))),
                    Figures.of(late.getLast()),
                    Figures.of(Median.of(minutes, one -> millis(one.rest(), 50))),
                    Figures.of(Median.of(minutes, one -> millis(one.rest(), 99))),
                    Figures.of(Median.of(minutes, Minute::workerCpu)),
                    Figures.of(Median.of(minutes, Minute::ingressCpu)),
                    Integer.toString(minutes.stream()
                            .mapToInt(one -> one.run().refused())
                            .sum())));
        });
        return new Findings(
                "The first minute after a start",
                ("Both services are started, and as soon as they are ready %d events a second come, as in the section before. Measured is "
                                + "the time from when the webhook of success was due until the row says `paid`: for those of the first ten "
                                + "seconds in which orders are paid for, and for those of the %d seconds after. Database and broker are warm. "
                                + "The caches are the JVM's AOT caches: of a start, as our images have one, and of a run of %d s at %d "
                                + "events a second ([how they are made](operations.md#quick-start-of-the-services)).")
                        .formatted(
                                PaidLives.PER_SECOND,
                                Math.round(SECONDS - FIRST_PART),
                                Math.round(TRAINING_SECONDS),
                                TRAINING_PER_SECOND),
                List.of(),
                List.of(new Table(
                        "Milliseconds, medians of the rounds; CPU seconds from the start of the process on.",
                        List.of(
                                "services started from",
                                "first 10 s, p50",
                                "p99",
                                "then, p50",
                                "p99",
                                "CPU s, worker",
                                "CPU s, ingress",
                                "refused"),
                        rows)),
                List.of(new Plot(
                        "first-minute",
                        "Webhook to paid order, p99 in the first ten seconds",
                        Plot.Kind.BARS,
                        "",
                        "ms",
                        true,
                        List.of(Plot.Series.bars("ms", ways, late)))),
                List.of());
    }

    private static double millis(List<PaidWatch.Seen> orders, double percentile) {
        return PaidLives.percentile(orders, PaidWatch.Seen::rowMillis, percentile);
    }
}
