package com.moxton.payments.tracing;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import io.opentelemetry.api.trace.SpanBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What spans say of records: their place and their key, an id of ours or of Stripe's. Nothing of a value.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions for Kafka</a>
 */
final class RecordAttributes {
    private static final String SYSTEM = "messaging.system";
    private static final String TOPIC = "messaging.destination.name";
    private static final String PARTITION = "messaging.destination.partition.id";
    private static final String OFFSET = "messaging.kafka.offset";
    private static final String KEY = "messaging.kafka.message.key";
    private static final String GROUP = "messaging.consumer.group.name";
    private static final String OPERATION = "messaging.operation.name";
    private static final String TYPE = "messaging.operation.type";
    private static final String BATCH = "messaging.batch.message_count";

    private RecordAttributes() {}

    static boolean isReplay(ConsumerRecord<?, ?> record) {
        return RecordHeaders.text(record.headers(), HeaderNames.REPLAY_ID) != null;
    }

    static void processed(SpanBuilder span, ConsumerRecord<?, ?> record, @Nullable String group) {
        span.setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, "process")
                .setAttribute(TYPE, "process")
                .setAttribute(TOPIC, record.topic())
                .setAttribute(PARTITION, Integer.toString(record.partition()))
                .setAttribute(OFFSET, record.offset());
        String key = text(record.key());
        if (key != null) {
            span.setAttribute(KEY, key);
        }
        if (group != null) {
            span.setAttribute(GROUP, group);
        }
        String requestId = RecordHeaders.text(record.headers(), HeaderNames.REQUEST_ID);
        if (requestId != null) {
            span.setAttribute(SpanNames.REQUEST_ID, requestId);
        }
        String replayId = RecordHeaders.text(record.headers(), HeaderNames.REPLAY_ID);
        if (replayId != null) {
            span.setAttribute("payments.replay.id", replayId);
        }
    }

    static void batch(SpanBuilder span, String topic, int records, String group) {
        span.setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, "batch")
                .setAttribute(TYPE, "process")
                .setAttribute(TOPIC, topic)
                .setAttribute(BATCH, records)
                .setAttribute(GROUP, group);
    }

    static void sent(TraceSpan span, ProducerRecord<?, ?> record) {
        span.set(SYSTEM, "kafka")
                .set(OPERATION, "send")
                .set(TYPE, "send")
                .set(TOPIC, record.topic())
                .set(KEY, text(record.key()));
    }

    static void sent(TraceSpan span, RecordMetadata where) {
        span.set(PARTITION, Integer.toString(where.partition())).set(OFFSET, where.offset());
    }

    private static @Nullable String text(@Nullable Object key) {
        return switch (key) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> key.toString();
        };
    }
}
