package com.moxton.payments.worker.consume;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a batch: one of its own, in which its transaction is, and for each of its records one that goes on with the
 * trace of the webhook. So a webhook's trace leads to the customer's page, and the batch's shows what it was done with.
 */
final class EventSpans implements AutoCloseable {
    private static final EventSpans NONE = new EventSpans(TraceSpan.NONE);

    private final TraceSpan batch;
    private final Map<Place, TraceSpan> byPlace = new HashMap<>();
    /** Of the latest event of an intent: what a batch says of a payment, it says after all of them. */
    private final Map<String, TraceSpan> byIntent = new HashMap<>();

    private EventSpans(TraceSpan batch) {
        this.batch = batch;
    }

    private record Place(int partition, long offset) {}

    static EventSpans begin(Tracing tracing, List<ConsumerRecord<byte[], byte[]>> records) {
        if (!tracing.isOn()) {
            return NONE;
        }
        EventSpans spans = new EventSpans(tracing.batch(records, EventSettings.GROUP));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            spans.byPlace.put(
                    new Place(record.partition(), record.offset()),
                    tracing.process(record, EventSettings.GROUP, spans.batch));
        }
        return spans;
    }

    TraceSpan batch() {
        return batch;
    }

    TraceSpan of(EventRecord record) {
        return of(record.position().partition(), record.position().offset());
    }

    private TraceSpan of(int partition, long offset) {
        return byPlace.getOrDefault(new Place(partition, offset), TraceSpan.NONE);
    }

    void read(EventRecord record) {
        TraceSpan span = of(record);
        if (span == TraceSpan.NONE) {
            return;
        }
        StripeEvent event = record.event();
        span.set(SpanNames.EVENT_ID, event.id()).set(SpanNames.EVENT_TYPE, event.type());
        @Nullable String intentId = event.intentId();
        if (intentId != null) {
            span.set(SpanNames.INTENT_ID, intentId);
            byIntent.put(intentId, span);
        }
    }

    /** What a record can't be read for. */
    void malformed(ConsumerRecord<?, ?> record) {
        of(record.partition(), record.offset())
                .set(SpanNames.OUTCOME, "malformed")
                .failed("malformed");
    }

    /** The event that has brought the update about; the batch, for what was in doubt before. */
    TraceSpan causeOf(PaymentUpdate update) {
        String intentId = update.intentId();
        return intentId == null ? batch : byIntent.getOrDefault(intentId, batch);
    }

    /** All of it comes again. */
    void failed(RuntimeException failure) {
        batch.failed(failure);
        byPlace.values().forEach(span -> span.failed(failure));
    }

    @Override
    public void close() {
        byPlace.values().forEach(TraceSpan::close);
        batch.close();
    }
}
