package com.moxton.payments.worker.consume;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.inbox.InboxEvent;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.inbox.ReplayedEvent;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code stripe.events} and what its body says.
 *
 * @param received when our edge took it in
 * @param source how it came into the log; null when the record doesn't say
 * @param replay null when it is here by no replay
 */
public record EventRecord(
        StripeEvent event,
        LogPosition position,
        Instant received,
        @Nullable String source,
        @Nullable ReplayMark replay) {

    public static EventRecord of(ConsumerRecord<byte[], byte[]> record, StripeEvent event) {
        return new EventRecord(
                event,
                new LogPosition(record.topic(), record.partition(), record.offset()),
                received(record),
                RecordHeaders.text(record.headers(), HeaderNames.SOURCE),
                ReplayMark.of(record.headers()));
    }

    /** What this record would be, had a replay brought it once more to another place. */
    public EventRecord replayed(ReplayMark mark, long offset) {
        return new EventRecord(
                event,
                new LogPosition(position.topic(), position.partition(), offset),
                received,
                EventSource.REPLAY.headerValue(),
                mark);
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

    boolean isForced() {
        return replay != null && replay.force();
    }

    /** Null when it is here by no replay. */
    @Nullable
    ReplayedEvent forReplay() {
        return replay == null ? null : new ReplayedEvent(replay.id(), event.id(), position);
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
