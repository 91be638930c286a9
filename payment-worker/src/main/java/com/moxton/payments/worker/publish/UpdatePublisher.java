package com.moxton.payments.worker.publish;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import java.util.List;
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
        if (updates.isEmpty()) {
            return;
        }
        publisher.publish(records(updates));
    }

    /** For who publishes them together with other records. */
    public static List<ProducerRecord<String, byte[]>> records(List<PaymentUpdate> updates) {
        return updates.stream()
                .map(update -> new ProducerRecord<>(
                        Topic.PAYMENT_UPDATES.topicName(), update.paymentId(), EventJson.write(update)))
                .toList();
    }
}
