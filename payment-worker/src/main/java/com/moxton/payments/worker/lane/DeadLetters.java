package com.moxton.payments.worker.lane;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that can't be handled. */
interface DeadLetters {

    /**
     * Returns once the dead letter is durable.
     *
     * @param attempts how often the record was tried here
     * @throws Exception when it isn't durable: the record must not count as done
     */
    void publish(ConsumerRecord<byte[], byte[]> record, Throwable failure, int attempts, Instant firstFailedAt)
            throws Exception;
}
