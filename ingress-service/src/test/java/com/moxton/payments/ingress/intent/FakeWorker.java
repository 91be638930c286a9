package com.moxton.payments.ingress.intent;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.limit.UnansweredRequests;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.springframework.context.ApplicationContext;

/** A worker without Kafka in between: takes what the publisher is given, and puts replies where the reader puts them. */
public final class FakeWorker {
    private final UnansweredRequests unanswered;
    private final ReplyBook replies;
    private final BlockingQueue<ProducerRecord<String, byte[]>> taken = new LinkedBlockingQueue<>();

    public FakeWorker(ApplicationContext context, DurablePublisher publisher) {
        this.replies = context.getBean(ReplyBook.class);
        this.unanswered = context.getBean(UnansweredRequests.class);
        answering(publisher, request -> null);
    }

    /** What follows is answered at once; null leaves it pending. */
    public void answering(DurablePublisher publisher, Function<PaymentRequest.FromUser, PaymentReply> worker) {
        doAnswer(call -> {
                    ProducerRecord<String, byte[]> record = call.getArgument(0);
                    taken.add(record);
                    PaymentReply reply = worker.apply((PaymentRequest.FromUser) request(record));
                    if (reply != null) {
                        reply(reply);
                    }
                    return null;
                })
                .when(publisher)
                .publish(any());
    }

    public void reply(PaymentReply reply) {
        unanswered.left(reply.requestId());
        replies.accept(new ConsumerRecord<>(
                "payment.replies",
                0,
                0,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                0,
                0,
                reply.requestId(),
                EventJson.write(reply),
                new RecordHeaders(),
                Optional.empty()));
    }

    public ProducerRecord<String, byte[]> record() throws InterruptedException {
        return taken.take();
    }

    static PaymentRequest request(ProducerRecord<String, byte[]> record) {
        return EventJson.read(record.value(), PaymentRequest.class);
    }
}
