package com.moxton.payments.worker.publish;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed.
 *
 * @param reason one word, for machines: {@code malformed}, {@code orphaned}, {@code failed}
 * @param message one sentence, for people: no value of the record, no secret
 * @param stage whether the record's effect had begun
 * @param cause null when there was no exception
 * @param attempts how often it was tried this time
 */
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> source,
        String reason,
        String message,
        Stage stage,
        @Nullable Throwable cause,
        int attempts,
        Instant firstFailedAt) {

    public enum Stage {
        BEFORE,
        DURING,
        AFTER
    }
}
