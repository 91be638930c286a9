package com.moxton.payments.worker.enquiry;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsAudit;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.payment.PaymentStatus;
import com.moxton.payments.worker.publish.RecordPublisher;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Service;

/** Has a payment looked up at Stripe because an operator asks. The answer comes as an observation like any other. */
@Service
public class PaymentRefresh {

    static final String ACT = "payment.refresh";

    private final Payments payments;
    private final OpsAudit audit;
    private final RecordPublisher publisher;
    private final Clock clock;

    PaymentRefresh(Payments payments, OpsAudit audit, RecordPublisher publisher, Clock clock) {
        this.payments = payments;
        this.audit = audit;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Returns when the request is in the log; what Stripe says is seen on the payment soon after. Should Stripe be away then,
     * nothing happens: ask again.
     *
     * @return the request's id
     * @throws OpsProblemException 404 when there is no such payment; 409 when it has no intent, or has come to its end
     * @throws com.moxton.payments.worker.publish.PublishingException when Kafka did not take the request. The audit has it
     *     all the same
     */
    public String ask(String paymentId, Operator operator) {
        PaymentView payment = payments.find(paymentId).payment();
        if (payment.intentId() == null) {
            throw OpsProblemException.conflict(
                    "payment_without_intent", "The payment has no PaymentIntent yet: there is nothing to look up.");
        }
        if (PaymentStatus.fromWire(payment.status()).isFinal()) {
            throw OpsProblemException.conflict(
                    "payment_final",
                    "The payment is %s, which is final: Stripe has nothing to add.".formatted(payment.status()));
        }
        PaymentRequest request = new PaymentRequest.Refresh(
                UUID.randomUUID().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                payment.id(),
                payment.orderId(),
                PaymentRequest.Refresh.OPERATOR);
        audit.record(operator, ACT, payment.id(), null, Map.of("requestId", request.requestId()));
        publisher.publish(List.of(
                new ProducerRecord<>(Topic.PAYMENT_REQUESTS.topicName(), request.key(), EventJson.write(request))));
        return request.requestId();
    }
}
