package com.moxton.payments.worker.lane;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Does what one record asks for. Runs on a virtual thread, beside records of other keys and never beside another record
 * of its own key in this process. Returning means that everything the record caused is durable.
 *
 * <p>It is called again for the same record after a failure, a crash or a rebalance: it has to be idempotent.
 */
public interface RecordHandler {

    /**
     * @throws MayHealException and whatever else {@link FailureKind#of} sorts
     */
    void handle(ConsumerRecord<byte[], byte[]> record) throws Exception;

    /**
     * Called after the first attempt has failed with what may heal: whoever waits may be told to come again instead.
     *
     * @return true when that is durably said, and the record is done with it; false to have it tried again
     */
    default boolean declined(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        return false;
    }

    /**
     * Called before a record becomes a dead letter, so that whoever waits for its effect can be told. May be called more
     * than once; an exception is logged and changes nothing.
     */
    default void abandoned(ConsumerRecord<byte[], byte[]> record) {}
}
