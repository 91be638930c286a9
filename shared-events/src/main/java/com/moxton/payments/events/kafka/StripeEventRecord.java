package com.moxton.payments.events.kafka;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** An event as a record of {@link Topic#STRIPE_EVENTS}: the body byte for byte, all else in headers. */
public final class StripeEventRecord {

    private StripeEventRecord() {}

    /**
     * @param body as Stripe sent it
     * @param receivedAt when we got it
     */
    public static ProducerRecord<String, byte[]> of(
            StripeEventHead head, byte[] body, Instant receivedAt, EventSource source) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), head.key(), body);
        Headers headers = record.headers();
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_ID, head.id());
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_TYPE, head.type());
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_CREATED, head.created());
        RecordHeaders.put(headers, HeaderNames.STRIPE_ACCOUNT, head.account());
        RecordHeaders.put(headers, HeaderNames.STRIPE_LIVEMODE, head.livemode());
        RecordHeaders.put(headers, HeaderNames.RECEIVED_AT, receivedAt);
        RecordHeaders.put(headers, HeaderNames.SOURCE, source.headerValue());
        return record;
    }
}
