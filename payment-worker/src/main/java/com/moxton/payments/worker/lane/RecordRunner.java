package com.moxton.payments.worker.lane;

import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceScope;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import com.moxton.payments.worker.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees one record through: tries it until it is handled, or until it is a dead letter, or until its partition belongs to
 * somebody else. Failing never makes a record done.
 */
final class RecordRunner {
    private static final Logger log = LoggerFactory.getLogger(RecordRunner.class);

    private final RecordHandler handler;
    private final DeadLetters deadLetters;
    private final Backoff backoff;
    private final int attempts;
    private final Tracing tracing;
    private final Clock clock;

    RecordRunner(
            RecordHandler handler,
            DeadLetters deadLetters,
            Backoff backoff,
            int attempts,
            Tracing tracing,
            Clock clock) {
        this.tracing = tracing;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.backoff = backoff;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * @param released opens when the partition is taken away: no further attempt is made then
     * @return whether the record is done
     */
    boolean run(ConsumerRecord<byte[], byte[]> record, CountDownLatch released) {
        @Nullable Instant firstFailedAt = null;
        // No bound on purpose: with the database away for a night, giving up would lose the record or fill the dead
        // letters. The lane waits, others go on, and the offset stays open.
        for (int attempt = 1; ; attempt++) {
            Duration pause = backoff.pause(attempt);
            // A span for each attempt: one for all of them would not be seen before the morning.
            try (TraceSpan span = tracing.process(record, LaneSettings.GROUP);
                    TraceScope here = span.enter()) {
                span.set(SpanNames.ATTEMPT, attempt);
                Throwable failure = attempt(record);
                if (failure == null) {
                    return true;
                }
                span.failed(failure);
                firstFailedAt = firstFailedAt == null ? clock.instant() : firstFailedAt;
                FailureKind kind = FailureKind.of(failure);
                boolean giveUp = kind == FailureKind.HOPELESS || kind == FailureKind.UNEXPLAINED && attempt >= attempts;
                if (giveUp && buried(record, failure, attempt, firstFailedAt)) {
                    return true;
                }
                // Later attempts can't know whether an earlier one has had an effect.
                if (attempt == 1 && kind == FailureKind.MAY_HEAL && isDeclined(record, failure)) {
                    return true;
                }
                log(record, failure, kind, attempt, pause);
            }
            if (isReleasedWithin(pause, released)) {
                return false;
            }
        }
    }

    /** Null when the record is handled. Errors are caught too: a lane that dies quietly would block its partition. */
    private @Nullable Throwable attempt(ConsumerRecord<byte[], byte[]> record) {
        try {
            handler.handle(record);
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private boolean isDeclined(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        try {
            return handler.declined(record, failure);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("exception", e.getClass().getName())
                    .log("Nobody could be told that a record is declined");
            return false;
        }
    }

    private boolean buried(
            ConsumerRecord<byte[], byte[]> record, Throwable failure, int attempt, Instant firstFailedAt) {
        try {
            handler.abandoned(record);
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("exception", e.getClass().getName())
                    .log("Nobody could be told that a record is given up");
        }
        try {
            deadLetters.publish(record, failure, attempt, firstFailedAt);
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("exception", e.getClass().getName())
                    .log("A dead letter is not durable yet");
            return false;
        }
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("outcome", "dead-letter")
                .addKeyValue("attempt", attempt)
                .addKeyValue("exception", failure.getClass().getName())
                .log("Record given up");
        return true;
    }

    private static void log(
            ConsumerRecord<byte[], byte[]> record, Throwable failure, FailureKind kind, int attempt, Duration pause) {
        var line = log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("outcome", "retry")
                .addKeyValue("failure", kind)
                .addKeyValue("attempt", attempt)
                .addKeyValue("pause", pause)
                .addKeyValue("exception", failure.getClass().getName());
        if (kind == FailureKind.UNEXPLAINED) {
            // Perhaps a defect: then somebody needs the stack.
            line = line.setCause(failure);
        }
        line.log("Record failed");
    }

    /** Interruption is taken as the end of this process: nobody else interrupts lanes. */
    private static boolean isReleasedWithin(Duration pause, CountDownLatch released) {
        try {
            return released.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
