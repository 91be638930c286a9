package com.moxton.payments.worker.publish;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import com.moxton.payments.tracing.TraceSpan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** {@code payment.updates}: what a payment and its order look like after each change. */
@Component
public class UpdatePublisher {

    private final RecordPublisher publisher;

    UpdatePublisher(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * In the given order, which is the order of versions for each payment.
     *
     * @throws PublishingException when one of them was not acknowledged; publish all of them again
     */
    public void publish(List<PaymentUpdate> updates) {
        publish(updates, update -> TraceSpan.current());
    }

    /**
     * The same, of updates that don't have one cause.
     *
     * @param causes the span that an update is to be in the trace of
     */
    public void publish(List<PaymentUpdate> updates, Function<PaymentUpdate, TraceSpan> causes) {
        if (updates.isEmpty()) {
            return;
        }
        Map<ProducerRecord<String, byte[]>, TraceSpan> caused = new IdentityHashMap<>();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(updates.size());
        for (PaymentUpdate update : updates) {
            ProducerRecord<String, byte[]> record = record(update);
            records.add(record);
            caused.put(record, causes.apply(update));
        }
        publisher.publish(
                records, record -> caused.getOrDefault(record, TraceSpan.NONE).sending(record));
    }

    /** For who publishes them together with other records. */
    public static List<ProducerRecord<String, byte[]>> records(List<PaymentUpdate> updates) {
        return updates.stream().map(UpdatePublisher::record).toList();
    }

    private static ProducerRecord<String, byte[]> record(PaymentUpdate update) {
        return new ProducerRecord<>(Topic.PAYMENT_UPDATES.topicName(), update.paymentId(), EventJson.write(update));
    }
}
