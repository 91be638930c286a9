package com.moxton.payments.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class StripeEventRecordTest {

    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00.5Z");

    @Test
    void bearsTheBodyUntouchedAndTheHeadInHeaders() {
        byte[] body = {1, 2, 3};
        ProducerRecord<String, byte[]> record = StripeEventRecord.of(
                new StripeEventHead("evt_1", "charge.updated", 17, false, "acct_1", "pi_1"),
                body,
                RECEIVED,
                EventSource.BACKFILL);

        assertThat(record.topic()).isEqualTo(Topic.STRIPE_EVENTS.topicName());
        assertThat(record.key()).isEqualTo("pi_1");
        assertThat(record.value()).isSameAs(body);
        assertThat(header(record, HeaderNames.STRIPE_EVENT_ID)).isEqualTo("evt_1");
        assertThat(header(record, HeaderNames.STRIPE_EVENT_TYPE)).isEqualTo("charge.updated");
        assertThat(header(record, HeaderNames.STRIPE_EVENT_CREATED)).isEqualTo("17");
        assertThat(header(record, HeaderNames.STRIPE_ACCOUNT)).isEqualTo("acct_1");
        assertThat(header(record, HeaderNames.STRIPE_LIVEMODE)).isEqualTo("false");
        assertThat(header(record, HeaderNames.RECEIVED_AT)).isEqualTo("2026-01-01T00:00:00.500Z");
        assertThat(header(record, HeaderNames.SOURCE)).isEqualTo("backfill");
    }

    @Test
    void hasNoHeaderForWhatTheEventDoesNotSay() {
        ProducerRecord<String, byte[]> record = StripeEventRecord.of(
                new StripeEventHead("evt_1", "t", 17, null, null, "pi_1"), new byte[0], RECEIVED, EventSource.WEBHOOK);

        assertThat(record.headers().lastHeader(HeaderNames.STRIPE_ACCOUNT)).isNull();
        assertThat(record.headers().lastHeader(HeaderNames.STRIPE_LIVEMODE)).isNull();
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return RecordHeaders.text(record.headers(), name);
    }
}
