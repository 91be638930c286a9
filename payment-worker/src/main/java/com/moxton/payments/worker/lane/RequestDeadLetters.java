package com.moxton.payments.worker.lane;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.publish.DeadLetter;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code payment.requests.dlt} */
final class RequestDeadLetters implements DeadLetters {
    private final DeadLetterPublisher publisher;

    RequestDeadLetters(DeadLetterPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void publish(ConsumerRecord<byte[], byte[]> record, Throwable failure, int attempts, Instant firstFailedAt) {
        publisher.publish(Topic.PAYMENT_REQUESTS_DLT, List.of(letter(record, failure, attempts, firstFailedAt)));
    }

    static DeadLetter letter(
            ConsumerRecord<byte[], byte[]> record, Throwable failure, int attempts, Instant firstFailedAt) {
        boolean malformed = failure instanceof MalformedEventException;
        return new DeadLetter(
                record,
                malformed ? "malformed" : "failed",
                // Other exceptions' texts quote whatever they tripped over, and that may be a secret.
                malformed ? String.valueOf(failure.getMessage()) : "Failed each time, for a reason nobody foresaw",
                malformed ? DeadLetter.Stage.BEFORE : DeadLetter.Stage.DURING,
                failure,
                attempts,
                firstFailedAt);
    }
}
