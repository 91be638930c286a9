package com.moxton.payments.worker.consume;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.publish.DeadLetter;
import com.moxton.payments.worker.publish.DeadLetter.Stage;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import com.moxton.payments.worker.publish.PublishingException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * NOTHING_DROPPED: when a batch fails and time won't heal it, halves it until the guilty record is found. That one goes
 * to the dead letters, the rest of its batch goes on.
 */
@Component
class GuiltyRecords {

    private static final Logger log = LoggerFactory.getLogger(GuiltyRecords.class);

    private final EventIntake intake;
    private final DeadLetterPublisher deadLetters;
    private final EventMetrics metrics;
    private final Clock clock;
    private final int attempts;

    GuiltyRecords(
            EventIntake intake,
            DeadLetterPublisher deadLetters,
            EventMetrics metrics,
            Clock clock,
            EventSettings settings) {
        this.intake = intake;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.clock = clock;
        this.attempts = settings.attempts();
    }

    /**
     * @throws RuntimeException when time may heal it: nothing is lost by taking the same records again
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            intake.take(records);
        } catch (RuntimeException e) {
            if (mayHeal(e)) {
                throw e;
            }
            if (records.size() == 1) {
                takeAlone(records.getFirst(), e);
                return;
            }
            log.atWarn()
                    .addKeyValue("records", records.size())
                    .addKeyValue("cause", describe(e))
                    .log("batch failed and is halved to find the guilty record");
            int half = records.size() / 2;
            take(records.subList(0, half));
            take(records.subList(half, records.size()));
        }
    }

    private void takeAlone(ConsumerRecord<byte[], byte[]> record, RuntimeException first) {
        Instant firstFailedAt = clock.instant();
        RuntimeException last = first;
        for (int attempt = 2; attempt <= attempts; attempt++) {
            try {
                intake.take(List.of(record));
                return;
            } catch (RuntimeException e) {
                if (mayHeal(e)) {
                    throw e;
                }
                last = e;
            }
        }
        log.atError()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("attempts", attempts)
                .setCause(last)
                .log("record fails whatever is done");
        List<DeadLetter> letters =
                List.of(new DeadLetter(record, "failed", describe(last), Stage.DURING, last, attempts, firstFailedAt));
        deadLetters.publish(Topic.STRIPE_EVENTS_DLT, letters);
        intake.noteDeadLetters(letters);
        metrics.count("failed");
    }

    /**
     * Whether the trouble lies outside of the records: the database or Kafka is away, full, read-only, overloaded, or
     * locked. What the database says of the data itself, and what our own code throws, won't pass.
     */
    static boolean mayHeal(RuntimeException e) {
        return switch (e) {
            case DataIntegrityViolationException integrity -> false;
            case DataAccessException database -> true;
            case TransactionException database -> true;
            case PublishingException kafka -> true;
            case KafkaException kafka -> true;
            default -> false;
        };
    }

    /** Not the exception's message, which may quote the record. */
    static String describe(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return "The database refused it: error %d, SQL state %s"
                        .formatted(sql.getErrorCode(), sql.getSQLState());
            }
        }
        return "Processing failed with " + thrown.getClass().getSimpleName();
    }
}
