package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The overview as its page shows it. Null is what can't be had. */
record OverviewView(Overview overview) {

    /** From here on an event that nobody has come to is somebody's business. */
    private static final Duration OLD = Duration.ofMinutes(1);

    record Outcome(String name, long hour, long day) {}

    /** The last minute that is over: the present one is still filling. */
    public Overview.@Nullable Minute lastMinute() {
        List<Overview.Minute> minutes = overview.minutes().value();
        return minutes == null || minutes.size() < 2 ? null : minutes.get(minutes.size() - 2);
    }

    public List<Overview.Minute> minutes() {
        List<Overview.Minute> minutes = overview.minutes().value();
        return minutes == null ? List.of() : minutes.reversed();
    }

    public long receivedInHour() {
        return minutes().stream().mapToLong(Overview.Minute::received).sum();
    }

    public long appliedInHour() {
        return minutes().stream().mapToLong(Overview.Minute::applied).sum();
    }

    public @Nullable Long behind() {
        Overview.Lag lag = overview.lag().value();
        return lag == null
                ? null
                : lag.groups().stream().mapToLong(Overview.GroupLag::records).sum();
    }

    public @Nullable Instant oldest() {
        Overview.Lag lag = overview.lag().value();
        return lag == null ? null : lag.oldestUnprocessed();
    }

    public @Nullable Duration oldestAge() {
        Instant oldest = oldest();
        return oldest == null ? null : Duration.between(oldest, overview.at());
    }

    public boolean isOld() {
        Duration age = oldestAge();
        return age != null && age.compareTo(OLD) > 0;
    }

    public @Nullable Long deadLetters() {
        Overview.DeadLetters letters = overview.deadLetters().value();
        return letters == null ? null : letters.open();
    }

    /** The slowest operation's, of the last 15 minutes; null when Stripe wasn't called. */
    public @Nullable Duration slowest() {
        return calls().stream()
                .map(Overview.StripeCalls::p95)
                .max(Duration::compareTo)
                .orElse(null);
    }

    public List<Overview.StripeCalls> calls() {
        List<Overview.StripeCalls> calls = overview.stripeCalls().value();
        return calls == null ? List.of() : calls;
    }

    public List<Outcome> outcomes() {
        Overview.Outcomes outcomes = overview.outcomes().value();
        if (outcomes == null) {
            return List.of();
        }
        Map<String, Long> day = outcomes.day();
        List<Outcome> all = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(day.keySet());
        names.addAll(outcomes.hour().keySet());
        names.forEach(name -> {
            long hour = outcomes.hour().getOrDefault(name, 0L);
            // The day's count is looked up less often, and would be behind the hour's.
            all.add(new Outcome(name, hour, Math.max(hour, day.getOrDefault(name, 0L))));
        });
        return all;
    }

    /** What is missing, in words; empty when all is there. */
    public List<String> problems() {
        return List.of(
                        overview.minutes(),
                        overview.outcomes(),
                        overview.stripeCalls(),
                        overview.parked(),
                        overview.backfill(),
                        overview.lag(),
                        overview.deadLetters())
                .stream()
                .filter(part -> part.problem() != null)
                .map(part -> String.valueOf(part.problem()))
                .distinct()
                .toList();
    }
}
