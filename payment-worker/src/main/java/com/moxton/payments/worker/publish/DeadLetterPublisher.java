package com.moxton.payments.worker.publish;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.tracing.TraceSpan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Dead letters: key, value and headers of the source, and in further headers why it is here and where it comes from. */
@Component
public class DeadLetterPublisher {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final RecordPublisher publisher;
    private final MeterRegistry meters;
    private final Clock clock;

    DeadLetterPublisher(RecordPublisher publisher, MeterRegistry meters, Clock clock) {
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
        // From the start: a counter that is born with its first dead letter shows an alert no increase.
        List.of("malformed", "orphaned", "failed").forEach(reason -> counter(Topic.STRIPE_EVENTS_DLT, reason));
        List.of("malformed", "failed").forEach(reason -> counter(Topic.PAYMENT_REQUESTS_DLT, reason));
    }

    private Counter counter(Topic topic, String reason) {
        return meters.counter("payments.dead.letters", "topic", topic.topicName(), "reason", reason);
    }

    /**
     * After a crash the same dead letter may be published once more.
     *
     * @throws PublishingException when one of them was not acknowledged; publish all of them again
     */
    public void publish(Topic topic, List<DeadLetter> letters) {
        for (DeadLetter letter : letters) {
            publish(topic, letter);
        }
    }

    private void publish(Topic topic, DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> source = letter.source();
        try {
            publisher.publish(List.of(record(topic, letter, source.value())), TraceSpan::sendCopy);
        } catch (PublishingException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            // The headers are too much for a record that was as large as may be. Its body is still at its position.
            publisher.publish(List.of(record(topic, letter, null)), TraceSpan::sendCopy);
        }
        counter(topic, letter.reason()).increment();
        log.atWarn()
                .addKeyValue("topic", topic.topicName())
                .addKeyValue("reason", letter.reason())
                .addKeyValue("detail", letter.message())
                .addKeyValue("sourcePartition", source.partition())
                .addKeyValue("sourceOffset", source.offset())
                .addKeyValue("eventId", RecordHeaders.text(source.headers(), HeaderNames.STRIPE_EVENT_ID))
                .addKeyValue("requestId", RecordHeaders.text(source.headers(), HeaderNames.REQUEST_ID))
                .log("dead letter");
    }

    private ProducerRecord<String, byte[]> record(Topic topic, DeadLetter letter, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> source = letter.source();
        String key = source.key() == null ? null : new String(source.key(), StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic.topicName(), null, key, value, source.headers());
        Headers headers = record.headers();
        RecordHeaders.put(headers, HeaderNames.DLT_REASON, letter.reason());
        RecordHeaders.put(headers, HeaderNames.DLT_MESSAGE, letter.message());
        RecordHeaders.put(
                headers,
                HeaderNames.DLT_EXCEPTION_CLASS,
                letter.cause() == null ? null : letter.cause().getClass().getName());
        RecordHeaders.put(headers, HeaderNames.DLT_STAGE, letter.stage().name().toLowerCase(Locale.ROOT));
        RecordHeaders.put(headers, HeaderNames.DLT_SOURCE_TOPIC, source.topic());
        RecordHeaders.put(headers, HeaderNames.DLT_SOURCE_PARTITION, source.partition());
        RecordHeaders.put(headers, HeaderNames.DLT_SOURCE_OFFSET, source.offset());
        RecordHeaders.put(headers, HeaderNames.DLT_ATTEMPTS, attemptsBefore(headers) + letter.attempts());
        if (RecordHeaders.text(headers, HeaderNames.DLT_FIRST_FAILED_AT) == null) {
            RecordHeaders.put(headers, HeaderNames.DLT_FIRST_FAILED_AT, letter.firstFailedAt());
        }
        RecordHeaders.put(headers, HeaderNames.DLT_LAST_FAILED_AT, clock.instant());
        return record;
    }

    /** A redriven dead letter brings its headers along. */
    private static int attemptsBefore(Headers headers) {
        String attempts = RecordHeaders.text(headers, HeaderNames.DLT_ATTEMPTS);
        return attempts != null && attempts.matches("\\d{1,6}") ? Integer.parseInt(attempts) : 0;
    }
}
