package com.moxton.payments.worker.publish;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record of the log to be published once more: same key, same bytes, its headers, and those that say it is a replay. */
public final class ReplayedRecord {

    private ReplayedRecord() {}

    /**
     * @param target the topic that the record, or the record that this dead letter was, came from
     * @param replayId a UUID
     * @param force whether an event is to be taken in although it was taken in before
     */
    public static ProducerRecord<String, byte[]> of(
            ConsumerRecord<byte[], byte[]> record, Topic target, String replayId, boolean force) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> again =
                new ProducerRecord<>(target.topicName(), null, key, record.value(), record.headers());
        RecordHeaders.put(again.headers(), HeaderNames.SOURCE, EventSource.REPLAY.headerValue());
        RecordHeaders.put(again.headers(), HeaderNames.REPLAY_ID, replayId);
        // An earlier replay may have left its own.
        RecordHeaders.put(again.headers(), HeaderNames.REPLAY_FORCE, force ? "true" : null);
        return again;
    }
}
