package com.moxton.payments.worker.consume;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceScope;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.inbox.ReplayedEvent;
import com.moxton.payments.worker.publish.DeadLetter;
import com.moxton.payments.worker.publish.DeadLetter.Stage;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import com.moxton.payments.worker.publish.RefreshPublisher;
import com.moxton.payments.worker.publish.UpdatePublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Takes a batch of records all the way: read, settle in one transaction, publish what follows from it. When it returns,
 * everything is durable and the records' offsets may be committed; when it throws, nothing is lost by taking the same
 * records again, here or elsewhere.
 */
@Component
class EventIntake {

    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private final StripeEventReader reader = new StripeEventReader();
    private final EventSettlement settlement;
    private final UpdatePublisher updates;
    private final RefreshPublisher refreshes;
    private final DeadLetterPublisher deadLetters;
    private final EventMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    EventIntake(
            EventSettlement settlement,
            UpdatePublisher updates,
            RefreshPublisher refreshes,
            DeadLetterPublisher deadLetters,
            EventMetrics metrics,
            Tracing tracing,
            Clock clock) {
        this.settlement = settlement;
        this.updates = updates;
        this.refreshes = refreshes;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.tracing = tracing;
        this.clock = clock;
    }

    SettledBatch take(List<ConsumerRecord<byte[], byte[]>> records) {
        try (EventSpans spans = EventSpans.begin(tracing, records);
                TraceScope here = spans.batch().enter()) {
            try {
                return take(records, spans);
            } catch (RuntimeException e) {
                spans.failed(e);
                throw e;
            }
        }
    }

    private SettledBatch take(List<ConsumerRecord<byte[], byte[]>> records, EventSpans spans) {
        long began = System.nanoTime();
        List<EventRecord> events = new ArrayList<>(records.size());
        List<DeadLetter> malformed = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                EventRecord event = EventRecord.of(record, reader.read(record));
                events.add(event);
                spans.read(event);
            } catch (MalformedEventException e) {
                spans.malformed(record);
                malformed.add(new DeadLetter(
                        record, "malformed", String.valueOf(e.getMessage()), Stage.BEFORE, e, 1, clock.instant()));
            }
        }
        SettledBatch settled = settlement.settle(events);
        updates.publish(settled.updates(), spans::causeOf);
        refreshes.publish(settled.inDoubt(), "two states in one second");
        deadLetters.publish(Topic.STRIPE_EVENTS_DLT, malformed);
        noteDeadLetters(malformed);

        malformed.forEach(letter -> metrics.count("malformed"));
        tell(events, settled, spans);
        metrics.batch(records.size(), Duration.ofNanos(System.nanoTime() - began));
        return settled;
    }

    private void tell(List<EventRecord> events, SettledBatch settled, EventSpans spans) {
        Set<String> told = new HashSet<>();
        for (EventRecord record : events) {
            String eventId = record.event().id();
            String outcome = told.add(eventId) ? settled.outcomeOf(eventId) : SettledBatch.DUPLICATE;
            metrics.processed(outcome, record);
            TraceSpan span = spans.of(record).set(SpanNames.OUTCOME, outcome);
            boolean ofOtherAccount = settled.ofOtherAccounts().contains(eventId);
            if (ofOtherAccount) {
                metrics.ofOtherAccount();
            }
            try (TraceScope here = span.enter()) {
                log(record, outcome, ofOtherAccount);
            }
        }
    }

    private void log(EventRecord record, String outcome, boolean ofOtherAccount) {
        StripeEvent event = record.event();
        log.atLevel(ofOtherAccount ? Level.WARN : Level.INFO)
                .addKeyValue("eventId", event.id())
                .addKeyValue("type", event.type())
                .addKeyValue("intentId", event.intentId())
                .addKeyValue("account", event.account())
                .addKeyValue("outcome", outcome)
                .addKeyValue("source", record.source())
                .addKeyValue(
                        "replayId",
                        record.replay() == null ? null : record.replay().id())
                .addKeyValue("position", record.position())
                .addKeyValue(
                        "ageMs",
                        Duration.between(event.created(), clock.instant()).toMillis())
                .log(ofOtherAccount ? "event of another account than the payment or order it names" : "event");
    }

    /** Has its replay know, if there is one, that the record has become a dead letter. */
    void noteDeadLetters(List<DeadLetter> letters) {
        Map<ReplayedEvent, String> outcomes = new HashMap<>();
        for (DeadLetter letter : letters) {
            ReplayMark mark = ReplayMark.of(letter.source().headers());
            if (mark != null) {
                outcomes.put(
                        new ReplayedEvent(mark.id(), nameOf(letter.source()), positionOf(letter.source())),
                        letter.reason());
            }
        }
        settlement.note(outcomes);
    }

    private static LogPosition positionOf(ConsumerRecord<?, ?> record) {
        return new LogPosition(record.topic(), record.partition(), record.offset());
    }

    /** What it says of itself; else where it lies: it may not be an event at all. */
    private static String nameOf(ConsumerRecord<?, ?> record) {
        String eventId = RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_ID);
        return eventId == null || !eventId.matches("[\\x21-\\x7e]{1,255}")
                ? positionOf(record).toString()
                : eventId;
    }
}
