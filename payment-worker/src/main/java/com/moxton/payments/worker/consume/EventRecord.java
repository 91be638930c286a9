package com.moxton.payments.worker.consume;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.inbox.InboxEvent;
import com.moxton.payments.worker.inbox.LogPosition;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code stripe.events} and what its body says.
 *
 * @param received when our edge took it in
 * @param source how it came into the log; null when the record doesn't say
 */
record EventRecord(
        StripeEvent event,
        LogPosition position,
        Instant received,
        @Nullable String source) {

    static EventRecord of(ConsumerRecord<byte[], byte[]> record, StripeEvent event) {
        return new EventRecord(
                event,
                new LogPosition(record.topic(), record.partition(), record.offset()),
                received(record),
                RecordHeaders.text(record.headers(), HeaderNames.SOURCE));
    }

    /** By the header; by Kafka's own time when that is absent or nonsense: it must not cost us the event. */
    private static Instant received(ConsumerRecord<byte[], byte[]> record) {
        String header = RecordHeaders.text(record.headers(), HeaderNames.RECEIVED_AT);
        try {
            Instant received = header == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(header);
            return received.isBefore(Instant.EPOCH) ? Instant.EPOCH : received;
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
        }
    }

    InboxEvent forInbox() {
        return new InboxEvent(
                event.id(),
                event.type(),
                event.intentId(),
                event.created(),
                received,
                event.livemode(),
                event.account(),
                position);
    }
}
