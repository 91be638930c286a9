package com.moxton.payments.ingress.webhook;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** An event as a record of {@code stripe.events}: the body as it was signed, all else in headers. */
final class StripeEventRecord {

    private StripeEventRecord() {}

    static ProducerRecord<String, byte[]> of(
            StripeEventHead head, byte[] body, Instant receivedAt, String requestId, @Nullable String traceparent) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), head.key(), body);
        Headers headers = record.headers();
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_ID, head.id());
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_TYPE, head.type());
        RecordHeaders.put(headers, HeaderNames.STRIPE_EVENT_CREATED, head.created());
        RecordHeaders.put(headers, HeaderNames.STRIPE_ACCOUNT, head.account());
        RecordHeaders.put(headers, HeaderNames.STRIPE_LIVEMODE, head.livemode());
        RecordHeaders.put(headers, HeaderNames.RECEIVED_AT, receivedAt);
        RecordHeaders.put(headers, HeaderNames.SOURCE, EventSource.WEBHOOK.headerValue());
        RecordHeaders.put(headers, HeaderNames.REQUEST_ID, requestId);
        RecordHeaders.put(headers, HeaderNames.TRACEPARENT, traceparent);
        return record;
    }
}
