package com.moxton.payments.worker.publish;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.worker.payment.Payment;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;

/** {@code payment.requests}: asks the worker itself to look a payment up at Stripe. */
@Component
public class RefreshPublisher {

    private final RecordPublisher publisher;
    private final Clock clock;

    RefreshPublisher(RecordPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * The request id follows from the payment and from what is known of it: to ask again for the same reason is the same
     * request.
     *
     * @throws PublishingException when one of them was not acknowledged; publish all of them again
     */
    public void publish(Collection<Payment> payments, String reason) {
        if (payments.isEmpty()) {
            return;
        }
        List<ProducerRecord<String, byte[]>> records = payments.stream()
                .map(payment -> (PaymentRequest) new PaymentRequest.Refresh(
                        requestId(payment), clock.instant(), payment.id(), payment.orderId(), reason))
                .map(request -> new ProducerRecord<>(
                        Topic.PAYMENT_REQUESTS.topicName(), request.key(), EventJson.write(request)))
                .toList();
        publisher.publish(records, TraceSpan::send);
    }

    private static String requestId(Payment payment) {
        String known = "refresh:%s:%s".formatted(payment.id(), payment.updatedAt());
        return UUID.nameUUIDFromBytes(known.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
