package com.moxton.payments.worker.deadletter;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.MaskedJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of a record in a dead-letter topic. Whoever can write to the topic can write anything: whatever
 * doesn't fit its column is cut, or left out, and what is shown to people is masked first.
 */
final class LetterReader {

    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern POSITION = Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9})@([0-9]{1,18})");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private LetterReader() {}

    /**
     * @param former the dead letter that this one was before it was redriven; null when it was none
     */
    record Indexed(
            LogPosition position,
            @Nullable LogPosition source,
            @Nullable LogPosition former,
            @Nullable String key,
            @Nullable String eventId,
            @Nullable String requestId,
            @Nullable String type,
            boolean forced,
            String reason,
            @Nullable String message,
            @Nullable String exceptionClass,
            @Nullable String stage,
            int attempts,
            Instant firstFailedAt,
            Instant lastFailedAt) {}

    static Indexed read(ConsumerRecord<byte[], byte[]> record) {
        boolean ofEvents = record.topic().equals(Topic.STRIPE_EVENTS_DLT.topicName());
        Identity identity = ofEvents ? event(record) : request(record);
        Instant lastFailedAt = time(record, HeaderNames.DLT_LAST_FAILED_AT, recordTime(record));
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        return new Indexed(
                positionOf(record),
                source(record),
                position(header(record, HeaderNames.DLT_REDRIVEN_FROM)),
                shown(key, 255),
                ofEvents ? identity.id() : null,
                ofEvents ? null : identity.id(),
                identity.type(),
                "true".equals(header(record, HeaderNames.REPLAY_FORCE)),
                Objects.requireNonNullElse(shown(header(record, HeaderNames.DLT_REASON), 64), "unknown"),
                shown(header(record, HeaderNames.DLT_MESSAGE), 1000),
                shown(header(record, HeaderNames.DLT_EXCEPTION_CLASS), 255),
                shown(header(record, HeaderNames.DLT_STAGE), 16),
                Math.max(1, (int) number(header(record, HeaderNames.DLT_ATTEMPTS), 999_999_999, 1)),
                time(record, HeaderNames.DLT_FIRST_FAILED_AT, lastFailedAt),
                lastFailedAt);
    }

    /** Where it is, and no more: for a record that the index can't take otherwise. */
    static Indexed bare(ConsumerRecord<byte[], byte[]> record) {
        return new Indexed(
                positionOf(record),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                "unknown",
                null,
                null,
                null,
                1,
                recordTime(record),
                recordTime(record));
    }

    private record Identity(@Nullable String id, @Nullable String type) {}

    /** By the headers; a record that was published by other means has none, and then its body tells. */
    private static Identity event(ConsumerRecord<byte[], byte[]> record) {
        String id = identifier(header(record, HeaderNames.STRIPE_EVENT_ID));
        String type = identifier(header(record, HeaderNames.STRIPE_EVENT_TYPE));
        if ((id != null && type != null) || record.value() == null) {
            return new Identity(id, type);
        }
        try {
            StripeEventHead head = StripeEventHead.parse(record.value());
            return new Identity(id == null ? head.id() : id, type == null ? head.type() : type);
        } catch (MalformedEventException e) {
            return new Identity(id, type);
        }
    }

    private static Identity request(ConsumerRecord<byte[], byte[]> record) {
        String id = identifier(header(record, HeaderNames.REQUEST_ID));
        if (record.value() == null) {
            return new Identity(id, null);
        }
        try {
            PaymentRequest request = EventJson.read(record.value(), PaymentRequest.class);
            return new Identity(
                    id == null ? identifier(request.requestId()) : id,
                    switch (request) {
                        case PaymentRequest.CreateIntent create -> "create-intent";
                        case PaymentRequest.Confirm confirm -> "confirm";
                        case PaymentRequest.Get get -> "get";
                        case PaymentRequest.Refresh refresh -> "refresh";
                    });
        } catch (MalformedEventException e) {
            return new Identity(id, null);
        }
    }

    static LogPosition positionOf(ConsumerRecord<?, ?> record) {
        return new LogPosition(record.topic(), record.partition(), record.offset());
    }

    private static @Nullable LogPosition source(ConsumerRecord<byte[], byte[]> record) {
        return position("%s-%s@%s"
                .formatted(
                        header(record, HeaderNames.DLT_SOURCE_TOPIC),
                        header(record, HeaderNames.DLT_SOURCE_PARTITION),
                        header(record, HeaderNames.DLT_SOURCE_OFFSET)));
    }

    private static @Nullable LogPosition position(@Nullable String text) {
        var matcher = POSITION.matcher(text == null ? "" : text);
        return matcher.matches()
                ? new LogPosition(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)))
                : null;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return RecordHeaders.text(record.headers(), name);
    }

    private static @Nullable String identifier(@Nullable String text) {
        return text != null
                        && IDENTIFIER.matcher(text).matches()
                        && MaskedJson.text(text).equals(text)
                ? text
                : null;
    }

    private static @Nullable String shown(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String shown = MaskedJson.text(text);
        return shown.codePointCount(0, shown.length()) <= longest
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, longest - 1)) + "…";
    }

    private static long number(@Nullable String text, long most, long otherwise) {
        return text != null && text.matches("[0-9]{1,18}") ? Math.min(most, Long.parseLong(text)) : otherwise;
    }

    private static Instant recordTime(ConsumerRecord<?, ?> record) {
        return within(Instant.ofEpochMilli(record.timestamp()));
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record, String name, Instant otherwise) {
        String text = header(record, name);
        try {
            return text == null ? otherwise : within(Instant.parse(text));
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    /** What the column can hold. */
    private static Instant within(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }
}
