package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.IdOrder;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Table;
import com.moxton.payments.benchmarks.scenario.InboxTable.Claimed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What it costs to find out which events are new as {@code processed_events} grows, and to forget old ones meanwhile. */
final class DedupScenario implements Scenario {

    private static final int FEW = 10_000;
    private static final int MANY = 10_000_000;

    @Override
    public String name() {
        return "dedup";
    }

    private static String label(IdOrder order, int rows, boolean purge) {
        return "%s, ids %s%s"
                .formatted(
                        rows == FEW ? "10 thousand rows" : "10 million rows",
                        order == IdOrder.BY_TIME ? "as Stripe's are today" : "scattered",
                        purge ? ", a purge beside it" : "");
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        List<InboxTable> tables = new ArrayList<>();
        try {
            Map<String, Rounds.Contestant<Claimed>> contestants = new LinkedHashMap<>();
            for (IdOrder order : IdOrder.values()) {
                InboxTable few = InboxTable.filled(bench, order, FEW);
                tables.add(few);
                InboxTable many = InboxTable.filled(bench, order, bench.scaled(MANY));
                tables.add(many);
                bench.say("filled: " + label(order, MANY, false));
                contestants.put(label(order, FEW, false), () -> few.claim(bench, false));
                contestants.put(label(order, MANY, false), () -> many.claim(bench, false));
                contestants.put(label(order, MANY, true), () -> many.claim(bench, true));
                // The first batches of a connection prepare statements and warm the compiler up.
                few.claim(bench, false);
                many.claim(bench, false);
            }
            return findings(Rounds.alternate(bench.rounds(), contestants));
        } finally {
            for (InboxTable table : tables) {
                table.close();
            }
        }
    }

    private static Findings findings(Map<String, List<Claimed>> measured) {
        List<Goal> goals = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (IdOrder order : IdOrder.values()) {
            double few = perSecond(measured, label(order, FEW, false));
            double many = perSecond(measured, label(order, MANY, false));
            double beside = perSecond(measured, label(order, MANY, true));
            goals.add(Goal.atMost(
                    "dedup cost with " + label(order, MANY, false), "10 thousand rows", 1.3, few / many, " ×"));
            notes.add("With %s a purge beside it leaves %s %% of the rate."
                    .formatted(label(order, MANY, false), Figures.of(100 * beside / many)));
            for (String way : List.of(label(order, FEW, false), label(order, MANY, false), label(order, MANY, true))) {
                List<Claimed> claimed = of(measured, way);
                double purged = Median.of(claimed, Claimed::purgedPerSecond);
                rows.add(List.of(
                        way,
                        Figures.of(perSecond(measured, way)),
                        Figures.of(few / perSecond(measured, way)) + " ×",
                        Figures.of(Median.of(claimed, Claimed::databaseCpuMicros)),
                        purged > 0 ? Figures.of(purged) : "–"));
            }
        }
        return new Findings(
                "Deduplication as the table grows",
                """
                The worker's own inbox claims batches of 500 events, one in twenty of them known, each batch in a transaction on one
                connection; then the same while old rows are purged beside it, 1,000 in a transaction with a pause as long after it.
                The server has a buffer pool of 1 GB; either large table has more than that. Ids as Stripe makes them today begin
                with the second of their creation, so new ones lie beside each other, and known ones are from the three days in
                which Stripe retries; nobody promises that, so the same is measured with ids that lie anywhere, known ones too.
                """,
                goals,
                List.of(new Table(
                        "Medians of the rounds.",
                        List.of(
                                "processed_events",
                                "events/s",
                                "cost",
                                "CPU µs of the database an event",
                                "rows purged/s"),
                        rows)),
                List.of(),
                notes);
    }

    private static List<Claimed> of(Map<String, List<Claimed>> measured, String way) {
        return Objects.requireNonNull(measured.get(way), way);
    }

    private static double perSecond(Map<String, List<Claimed>> measured, String way) {
        return Median.of(of(measured, way), Claimed::perSecond);
    }
}
