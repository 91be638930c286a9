package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.MaskedJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in the log, its secrets masked.
 *
 * @param written by Kafka's clock or its producer's
 * @param body text: indented JSON when it is JSON
 * @param bytes of the body as it is; zero when there is none
 */
public record LoggedRecord(
        LogPosition position,
        Instant written,
        @Nullable String key,
        Map<String, String> headers,
        String body,
        int bytes) {

    static LoggedRecord of(ConsumerRecord<byte[], byte @Nullable []> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return new LoggedRecord(
                new LogPosition(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                record.key() == null ? null : text(record.key()),
                headers,
                MaskedJson.of(record.value()),
                Math.max(0, record.serializedValueSize()));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : MaskedJson.text(new String(value, StandardCharsets.UTF_8));
    }
}
