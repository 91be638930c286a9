package com.moxton.payments.worker.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.inbox.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterReaderTest {

    private static final Instant FIRST = Instant.parse("2026-11-23T01:02:03Z");
    private static final Instant LAST = Instant.parse("2026-11-23T02:02:03Z");

    @Test
    void keepsWhatTheHeadersSay() {
        ConsumerRecord<byte[], byte[]> record = letter("stripe.events.dlt", "pi_1", "{nonsense");
        put(record, HeaderNames.STRIPE_EVENT_ID, "evt_1");
        put(record, HeaderNames.STRIPE_EVENT_TYPE, "payment_intent.created");
        put(record, HeaderNames.DLT_REASON, "orphaned");
        put(record, HeaderNames.DLT_MESSAGE, "The order doesn't exist");
        put(record, HeaderNames.DLT_EXCEPTION_CLASS, "java.lang.Exception");
        put(record, HeaderNames.DLT_STAGE, "during");
        put(record, HeaderNames.DLT_SOURCE_TOPIC, "stripe.events");
        put(record, HeaderNames.DLT_SOURCE_PARTITION, "4");
        put(record, HeaderNames.DLT_SOURCE_OFFSET, "99");
        put(record, HeaderNames.DLT_ATTEMPTS, "8");
        put(record, HeaderNames.DLT_FIRST_FAILED_AT, FIRST.toString());
        put(record, HeaderNames.DLT_LAST_FAILED_AT, LAST.toString());
        put(record, HeaderNames.DLT_REDRIVEN_FROM, "stripe.events.dlt-3@7");
        put(record, HeaderNames.REPLAY_FORCE, "true");

        assertThat(LetterReader.read(record))
                .isEqualTo(new LetterReader.Indexed(
                        new LogPosition("stripe.events.dlt", 2, 5),
                        new LogPosition("stripe.events", 4, 99),
                        new LogPosition("stripe.events.dlt", 3, 7),
                        "pi_1",
                        "evt_1",
                        null,
                        "payment_intent.created",
                        true,
                        "orphaned",
                        "The order doesn't exist",
                        "java.lang.Exception",
                        "during",
                        8,
                        FIRST,
                        LAST));
    }

    @Test
    void readsTheBodyWhereHeadersAreMissing() {
        LetterReader.Indexed event = LetterReader.read(letter("stripe.events.dlt", "pi_1", """
                {"id":"evt_2","object":"event","type":"charge.updated","created":1,"data":{"object":{"object":"charge","id":"ch_1"}}}"""));
        assertThat(event.eventId()).isEqualTo("evt_2");
        assertThat(event.type()).isEqualTo("charge.updated");

        LetterReader.Indexed request = LetterReader.read(letter("payment.requests.dlt", "o-1", """
                {"type":"get","requestId":"r-1","requestedAt":"2026-11-23T01:02:03Z","userId":"u","intentId":"pi_1"}"""));
        assertThat(request.requestId()).isEqualTo("r-1");
        assertThat(request.type()).isEqualTo("get");
        assertThat(request.eventId()).isNull();
    }

    /** A poison record can't block the index: whatever it holds, it fits the table. */
    @Test
    void takesAnything() {
        ConsumerRecord<byte[], byte[]> record = letter("stripe.events.dlt", "k".repeat(5000), null);
        put(record, HeaderNames.STRIPE_EVENT_ID, "evt_\u0000\uD83D\uDE00");
        put(record, HeaderNames.STRIPE_EVENT_TYPE, "t".repeat(300));
        put(record, HeaderNames.DLT_REASON, "r".repeat(5000));
        put(record, HeaderNames.DLT_MESSAGE, "\uD83D\uDE00".repeat(5000));
        put(record, HeaderNames.DLT_EXCEPTION_CLASS, "c".repeat(5000));
        put(record, HeaderNames.DLT_STAGE, "s".repeat(5000));
        put(record, HeaderNames.DLT_SOURCE_TOPIC, "no such-topic");
        put(record, HeaderNames.DLT_SOURCE_PARTITION, "-1");
        put(record, HeaderNames.DLT_SOURCE_OFFSET, "9".repeat(50));
        put(record, HeaderNames.DLT_ATTEMPTS, "9".repeat(18));
        put(record, HeaderNames.DLT_FIRST_FAILED_AT, "yesterday");
        put(record, HeaderNames.DLT_LAST_FAILED_AT, "+999999999-01-01T00:00:00Z");
        put(record, HeaderNames.DLT_REDRIVEN_FROM, "nowhere");
        record.headers().add(HeaderNames.REPLAY_FORCE, null);

        LetterReader.Indexed letter = LetterReader.read(record);

        assertThat(letter.key()).hasSize(255);
        assertThat(letter.eventId()).isNull();
        assertThat(letter.type()).isNull();
        assertThat(letter.reason()).hasSize(64);
        String message = String.valueOf(letter.message());
        assertThat(message.codePointCount(0, message.length())).isEqualTo(1000);
        assertThat(letter.exceptionClass()).hasSize(255);
        assertThat(letter.stage()).hasSize(16);
        assertThat(letter.source()).isNull();
        assertThat(letter.former()).isNull();
        assertThat(letter.attempts()).isEqualTo(999_999_999);
        assertThat(letter.lastFailedAt()).isEqualTo(Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(letter.forced()).isFalse();
    }

    @Test
    void takesARecordWithoutAnything() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("payment.requests.dlt", 0, 0, null, null);

        assertThat(LetterReader.read(record).reason()).isEqualTo("unknown");
        assertThat(LetterReader.read(record).attempts()).isEqualTo(1);
        assertThat(LetterReader.read(record).firstFailedAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void SECRETS_STAY_SECRET_inWhatTheIndexKeeps() {
        ConsumerRecord<byte[], byte[]> record = letter("stripe.events.dlt", "sk_live_key", "{}");
        put(record, HeaderNames.STRIPE_EVENT_ID, "pi_1_secret_2");
        put(record, HeaderNames.DLT_MESSAGE, "refused whsec_abc");

        assertThat(LetterReader.read(record).toString())
                .doesNotContain("sk_live", "pi_1_secret", "whsec")
                .contains("refused [masked]");
    }

    private static ConsumerRecord<byte[], byte[]> letter(String topic, String key, @Nullable String body) {
        return new ConsumerRecord<>(
                topic,
                2,
                5,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key.getBytes(StandardCharsets.UTF_8),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                new org.apache.kafka.common.header.internals.RecordHeaders(new RecordHeader[0]),
                Optional.empty());
    }

    private static void put(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        RecordHeaders.put(record.headers(), name, value);
    }
}
