package com.moxton.payments.worker.request;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.publish.UpdatePublisher;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** {@code payment.replies}: the one place that a client secret leaves the worker by. */
@Component
class ReplyPublisher {
    private final RecordPublisher publisher;

    ReplyPublisher(RecordPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Returns when all in-sync replicas have the reply.
     *
     * @throws com.moxton.payments.worker.publish.PublishingException when they haven't; publish it again
     */
    void publish(PaymentReply reply) {
        publish(reply, List.of());
    }

    /**
     * With updates, which go to the broker on the same way.
     *
     * @param updates in the order of versions for each payment
     * @throws com.moxton.payments.worker.publish.PublishingException when one of them isn't durable; publish all again
     */
    void publish(PaymentReply reply, List<PaymentUpdate> updates) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        records.add(new ProducerRecord<>(Topic.PAYMENT_REPLIES.topicName(), reply.requestId(), EventJson.write(reply)));
        records.addAll(UpdatePublisher.records(updates));
        publisher.publish(records, TraceSpan::send);
    }
}
