package com.moxton.payments.worker.consume;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.inbox.JdbcParkedEvents;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.inbox.ParkedEvent;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.publish.DeadLetter;
import com.moxton.payments.worker.publish.DeadLetter.Stage;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tries events again whose order didn't exist, with growing pauses, and at last gives them to the dead letters. Several
 * instances may do so at once: an attempt is counted before it is made, and an event takes effect once whoever makes it.
 */
@Component
class ParkedEventRetries {

    private static final Logger log = LoggerFactory.getLogger(ParkedEventRetries.class);
    private static final int AT_ONCE = 100;

    private final RetryingTransactions transactions;
    private final JdbcParkedEvents parked;
    private final LogReader logReader;
    private final EventIntake intake;
    private final DeadLetterPublisher deadLetters;
    private final EventSettings.Parking parking;
    private final boolean enabled;
    private final Clock clock;

    ParkedEventRetries(
            RetryingTransactions transactions,
            JdbcParkedEvents parked,
            LogReader logReader,
            EventIntake intake,
            DeadLetterPublisher deadLetters,
            EventSettings settings,
            Clock clock) {
        this.transactions = transactions;
        this.parked = parked;
        this.logReader = logReader;
        this.intake = intake;
        this.deadLetters = deadLetters;
        this.parking = settings.parking();
        this.enabled = settings.enabled();
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${payments.events.parking.check-interval:1s}",
            fixedDelayString = "${payments.events.parking.check-interval:1s}")
    void retryDue() {
        if (!enabled) {
            return;
        }
        try {
            for (ParkedEvent event : parked.due(clock.instant(), AT_ONCE)) {
                retry(event);
            }
        } catch (RuntimeException e) {
            // The database or Kafka is away: everything stays parked.
            log.atWarn().setCause(e).log("parked events wait");
        }
    }

    private void retry(ParkedEvent event) {
        Instant next = clock.instant().plus(parking.pauseAfter(event.attempts() + 1));
        if (!transactions.execute(() -> parked.beginAttempt(event, next))) {
            return;
        }
        Optional<ConsumerRecord<byte[], byte[]>> record = logReader.read(event.position());
        if (record.isEmpty()) {
            giveUp(
                    event,
                    gone(event),
                    "orphaned",
                    "The order doesn't exist, and the record is gone from the log",
                    null);
        } else {
            retry(event, record.get());
        }
    }

    private void retry(ParkedEvent event, ConsumerRecord<byte[], byte[]> record) {
        boolean last = event.attempts() + 1 >= parking.attempts();
        try {
            if (!intake.take(List.of(record)).orphaned().contains(event.eventId())) {
                remove(event);
            } else if (last) {
                giveUp(event, record, "orphaned", "The order doesn't exist", null);
            }
        } catch (RuntimeException e) {
            if (!last || GuiltyRecords.mayHeal(e)) {
                throw e;
            }
            giveUp(event, record, "failed", GuiltyRecords.describe(e), e);
        }
    }

    private void giveUp(
            ParkedEvent event,
            ConsumerRecord<byte[], byte[]> record,
            String reason,
            String message,
            @Nullable RuntimeException cause) {
        DeadLetter letter = new DeadLetter(
                record, reason, message, Stage.DURING, cause, event.attempts() + 1, event.firstFailedAt());
        deadLetters.publish(Topic.STRIPE_EVENTS_DLT, List.of(letter));
        remove(event);
    }

    private void remove(ParkedEvent event) {
        transactions.execute(() -> parked.remove(event.eventId()));
    }

    /** All that is left of the record is where it was. */
    private static ConsumerRecord<byte[], byte[]> gone(ParkedEvent event) {
        LogPosition position = event.position();
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(position.topic(), position.partition(), position.offset(), null, null);
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_EVENT_ID, event.eventId());
        return record;
    }
}
