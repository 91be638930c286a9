package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.DeadLetter;
import com.moxton.payments.resilience.check.Evidence.Event;
import com.moxton.payments.resilience.check.Evidence.LogRecord;
import com.moxton.payments.resilience.check.Evidence.ProcessedEvent;
import com.moxton.payments.resilience.check.InvariantChecker.Findings;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** DURABLE_BEFORE_ACK, COMMITTED_MEANS_DONE and NOTHING_DROPPED: every event is where it must be. */
final class EventRules {

    private EventRules() {}

    static void check(Evidence evidence, Findings findings) {
        Set<String> stored = evidence.log().stream().map(LogRecord::eventId).collect(Collectors.toSet());
        Set<String> positions =
                evidence.log().stream().map(EventRules::position).collect(Collectors.toSet());
        Set<String> processed =
                evidence.processed().stream().map(ProcessedEvent::eventId).collect(Collectors.toSet());
        Set<String> dead = evidence.deadLetters().stream()
                .map(DeadLetter::eventId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Set<String> deadSources =
                evidence.deadLetters().stream().map(DeadLetter::source).collect(Collectors.toSet());
        Set<String> known = evidence.events().stream().map(Event::id).collect(Collectors.toSet());

        for (Event event : evidence.events()) {
            if (!event.accepted()) {
                findings.add(Kind.EVENT_NOT_TAKEN, event.id(), event.type() + " was never answered 2xx");
                continue;
            }
            if (!stored.contains(event.id())) {
                findings.add(
                        Kind.EVENT_NOT_STORED, event.id(), event.type() + " was answered 2xx and is not in the log");
            }
            if (!processed.contains(event.id()) && !dead.contains(event.id())) {
                findings.add(
                        Kind.EVENT_NOT_PROCESSED,
                        event.id(),
                        event.type() + " is neither in processed_events nor among the dead letters");
            }
        }
        for (ProcessedEvent row : evidence.processed()) {
            if (!known.contains(row.eventId())) {
                findings.add(Kind.EVENT_INVENTED, row.eventId(), "is in processed_events, and Stripe never made it");
            } else if (!positions.contains(row.partition() + ":" + row.offset() + ":" + row.eventId())) {
                findings.add(
                        Kind.EVENT_INVENTED,
                        row.eventId(),
                        "is said to come from %d:%d, where the log has another"
                                .formatted(row.partition(), row.offset()));
            }
        }
        for (DeadLetter letter : evidence.deadLetters()) {
            if (!evidence.poison().contains(letter.source())) {
                findings.add(Kind.DEAD_LETTER_UNEXPECTED, letter.source(), "is a dead letter: " + letter.reason());
            }
        }
        for (String source : evidence.poison()) {
            if (!deadSources.contains(source)) {
                findings.add(Kind.POISON_VANISHED, source, "can't be processed, and is no dead letter");
            }
        }
    }

    private static String position(LogRecord record) {
        return record.partition() + ":" + record.offset() + ":" + record.eventId();
    }
}
