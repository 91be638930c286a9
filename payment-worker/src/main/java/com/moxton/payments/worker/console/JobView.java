package com.moxton.payments.worker.console;

import com.moxton.payments.worker.replay.JobMode;
import com.moxton.payments.worker.replay.JobState;
import com.moxton.payments.worker.replay.LogPoint;
import com.moxton.payments.worker.replay.ReplayChoice;
import com.moxton.payments.worker.replay.ReplayFilter;
import com.moxton.payments.worker.replay.ReplayJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job as its page shows it. */
record JobView(ReplayJob job, Show show) {

    private static final int SHOWN_VALUES = 12;

    record Fact(String label, String text) {}

    record Count(String label, long count) {}

    public String kind() {
        return switch (job.mode()) {
            case RUN -> "Replay";
            case DRY_RUN -> "Dry run";
            case AUDIT -> "Audit";
        };
    }

    public String state() {
        return job.state().wireName();
    }

    public boolean isRun() {
        return job.mode() == JobMode.RUN;
    }

    public boolean isDryRun() {
        return job.mode() == JobMode.DRY_RUN;
    }

    public boolean isAudit() {
        return job.mode() == JobMode.AUDIT;
    }

    public boolean isCompleted() {
        return job.state() == JobState.COMPLETED;
    }

    public boolean isEnded() {
        return job.state().isEnd();
    }

    /** How often the page asks, as htmx wants it. */
    public String pace() {
        return job.state().isActive() ? "every 1s" : "every 5s";
    }

    public boolean can(String act) {
        return JobState.Act.valueOf(act).from().contains(job.state());
    }

    /** Whether the page of another state offers other buttons, or other content. */
    boolean looksLike(JobState seen) {
        return acts(seen).equals(acts(job.state()))
                && seen.isEnd() == job.state().isEnd();
    }

    private static List<JobState.Act> acts(JobState state) {
        return List.of(JobState.Act.values()).stream()
                .filter(act -> act.from().contains(state))
                .toList();
    }

    /** 0 to 100; null while it isn't known how much there is to do. */
    public @Nullable Integer percent() {
        if (job.state() == JobState.COMPLETED) {
            return 100;
        }
        if (job.state() == JobState.SETTLING || job.total() == 0) {
            return null;
        }
        return (int) Math.min(99, job.scanned() * 100 / job.total());
    }

    public String doing() {
        return switch (job.state()) {
            case QUEUED -> "Waits for an instance of the worker to take it up.";
            case RUNNING ->
                switch (job.mode()) {
                    case RUN -> "Publishes the chosen records.";
                    case DRY_RUN -> "Reads the log, and rehearses what is chosen.";
                    case AUDIT -> "Reads the log, and compares.";
                };
            case PAUSED -> "Paused; it goes on where it stopped.";
            case SETTLING -> "All is published; the consumer hasn't come to the last of it yet.";
            case COMPLETED -> "Done.";
            case CANCELED -> "Canceled; what was done before stays.";
            case FAILED -> "Failed; it can be resumed where it stopped.";
        };
    }

    public String doneLabel() {
        return switch (job.mode()) {
            case RUN -> "published";
            case DRY_RUN -> "rehearsed";
            case AUDIT -> "compared";
        };
    }

    /** Asked before what a dry run has shown is done. */
    public String question() {
        return "Publish %s records once more%s?"
                .formatted(show.number(job.matched()), job.choice().force() ? ", forced" : "");
    }

    public List<Count> outcomes() {
        return counts("outcomes");
    }

    /** Rows that a dry run would change, or that an audit found different. */
    public List<Count> changed() {
        return counts(isAudit() ? "differing" : "changed");
    }

    public long changedRows() {
        return changed().stream().mapToLong(Count::count).sum();
    }

    public long keptDiffs() {
        return number("diffs");
    }

    public List<Count> furtherCounts() {
        Map<String, String> labels = new TreeMap<>(Map.of(
                "comparedPayments", "payments compared",
                "comparedOrders", "orders compared",
                "byOtherMeans", "payments that show what isn't in the log",
                "moving", "orders that newer events have changed meanwhile",
                "refreshes", "payments to be asked of Stripe"));
        return labels.entrySet().stream()
                .filter(label -> number(label.getKey()) > 0 || label.getKey().startsWith("compared") && isAudit())
                .map(label -> new Count(label.getValue(), number(label.getKey())))
                .toList();
    }

    private List<Count> counts(String name) {
        List<Count> counts = new ArrayList<>();
        if (job.result().get(name) instanceof Map<?, ?> map) {
            new TreeMap<>(map).forEach((key, value) -> {
                if (value instanceof Number number) {
                    counts.add(new Count(String.valueOf(key), number.longValue()));
                }
            });
        }
        return counts;
    }

    private long number(String name) {
        return job.result().get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** What was asked for, in words. */
    public List<Fact> choice() {
        ReplayChoice choice = job.choice();
        ReplayFilter filter = choice.filter();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Topic", choice.topic()));
        if (!isAudit()) {
            facts.add(new Fact("From", point(choice.from(), "the beginning of the log")));
            facts.add(new Fact("To", point(choice.to(), "the end of the log at its start")));
        }
        add(facts, "Event types", filter.types());
        add(facts, "Event ids", filter.eventIds());
        add(facts, "PaymentIntents", filter.intents());
        add(facts, "Orders", filter.orders());
        add(facts, "Outcomes", filter.outcomes());
        add(facts, "Sources", filter.sources());
        if (filter.equals(ReplayFilter.ALL)) {
            facts.add(new Fact("Filter", "none: all of it"));
        }
        if (choice.limit() != null) {
            facts.add(new Fact("At most", show.number(choice.limit()) + " records"));
        }
        if (choice.force()) {
            facts.add(new Fact("Force", "yes: events are taken in although they were"));
        }
        if (isRun()) {
            facts.add(new Fact("Rate", show.number(choice.rate()) + " a second at most"));
        }
        return facts;
    }

    private static void add(List<Fact> facts, String label, @Nullable List<String> values) {
        if (values != null && !values.isEmpty()) {
            String text = values.stream().limit(SHOWN_VALUES).collect(Collectors.joining(", "));
            int more = values.size() - SHOWN_VALUES;
            facts.add(new Fact(label, more > 0 ? "%s and %d more".formatted(text, more) : text));
        }
    }

    private String point(@Nullable LogPoint point, String otherwise) {
        if (point == null) {
            return otherwise;
        }
        if (point.time() != null) {
            return show.time(point.time()) + " UTC";
        }
        return point.offsets() == null
                ? otherwise
                : new TreeMap<>(point.offsets())
                        .entrySet().stream()
                                .map(entry -> "partition %d: %d".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", "));
    }
}
