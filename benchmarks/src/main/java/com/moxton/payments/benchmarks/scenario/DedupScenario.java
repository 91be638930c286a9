package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.PastEvents;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Table;
import com.moxton.payments.worker.inbox.InboxProbe;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What it costs to find out which events are new as {@code processed_events} grows, and to forget old ones meanwhile. */
final class DedupScenario implements Scenario {

    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String SMALL = "10 thousand rows";
    private static final String LARGE = "10 million rows";
    private static final String PURGED = "10 million rows, and a purge beside it";

    @Override
    public String name() {
        return "dedup";
    }

    private record Claimed(double perSecond, double databaseCpuMicros, double purgedPerSecond) {}

    @Override
    public Findings run(Bench bench) throws Exception {
        try (Schema small = bench.parts().database().newSchema();
                Schema large = bench.parts().database().newSchema()) {
            for (Schema schema : List.of(small, large)) {
                bench.parts().worker(schema, Map.of()).close();
            }
            PastEvents.fill(small, 10_000);
            int rows = bench.scaled(10_000_000);
            PastEvents.fill(large, rows);
            bench.say("%d rows are there".formatted(rows));
            List<String> knownSmall = PastEvents.sample(small, 2_000);
            List<String> knownLarge = PastEvents.sample(large, 20_000);
            try (InboxProbe inSmall = new InboxProbe(small);
                    InboxProbe inLarge = new InboxProbe(large)) {
                Map<String, Rounds.Contestant<Claimed>> contestants = new LinkedHashMap<>();
                contestants.put(SMALL, () -> claim(bench, small, inSmall, knownSmall, false));
                contestants.put(LARGE, () -> claim(bench, large, inLarge, knownLarge, false));
                contestants.put(PURGED, () -> claim(bench, large, inLarge, knownLarge, true));
                // The first batches of a connection prepare statements and warm the compiler up.
                contestants.get(SMALL).measure();
                contestants.get(LARGE).measure();
                return findings(Rounds.alternate(bench.rounds(), contestants));
            }
        }
    }

    private static Claimed claim(Bench bench, Schema schema, InboxProbe probe, List<String> known, boolean purge)
            throws Exception {
        Instant from = Instant.now();
        CpuClock cpu = bench.parts().database().cpu();
        int batches = bench.scaled(80);
        double rate;
        double purged = 0;
        if (purge) {
            try (InboxProbe beside = new InboxProbe(schema)) {
                InboxProbe.Purging purging = beside.purge();
                try (purging) {
                    rate = probe.claim(batches, known);
                }
                purged = purging.rate();
            }
        } else {
            rate = probe.claim(batches, known);
        }
        double micros = cpu.seconds() * 1e6 / (batches * 500.0);
        // So that the small table stays small.
        schema.execute("DELETE FROM processed_events WHERE processed_at >= '%s'".formatted(SQL_TIME.format(from)));
        return new Claimed(rate, micros, purged);
    }

    private static Findings findings(Map<String, List<Claimed>> measured) {
        double small = median(measured, SMALL);
        double large = median(measured, LARGE);
        double purged = median(measured, PURGED);
        return new Findings(
                "Deduplication as the table grows",
                """
                The worker's own inbox claims batches of 500 events, one in twenty of them known, each batch in a transaction on one
                connection; ids are scattered like Stripe's. Then the same while old rows are purged beside it, 1,000 in a transaction
                with a pause as long after it.
                """,
                List.of(Goal.atMost(
                        "dedup cost as `processed_events` grows: 10 million rows",
                        "10 thousand rows",
                        1.3,
                        small / large,
                        " ×")),
                List.of(new Table(
                        "Medians of the rounds.",
                        List.of(
                                "processed_events",
                                "events/s",
                                "cost",
                                "CPU µs of the database an event",
                                "rows purged/s"),
                        measured.entrySet().stream()
                                .map(way -> List.of(
                                        way.getKey(),
                                        Figures.of(median(measured, way.getKey())),
                                        Figures.of(small / median(measured, way.getKey())) + " ×",
                                        Figures.of(Median.of(way.getValue(), Claimed::databaseCpuMicros)),
                                        way.getKey().equals(PURGED)
                                                ? Figures.of(Median.of(way.getValue(), Claimed::purgedPerSecond))
                                                : "–"))
                                .toList())),
                List.of(),
                List.of("A purge beside it leaves %s %% of the rate.".formatted(Figures.of(100 * purged / large))));
    }

    private static double median(Map<String, List<Claimed>> measured, String way) {
        return Median.of(Objects.requireNonNull(measured.get(way), way), Claimed::perSecond);
    }
}
