package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import com.moxton.payments.ingress.limit.UnansweredRequests;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Sends requests to payment-worker and waits for the replies. */
public final class PaymentRequests {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final DurablePublisher publisher;
    private final ReplyBook replies;
    private final UnansweredRequests unanswered;
    private final RequestMetrics metrics;
    private final Clock clock;

    PaymentRequests(
            DurablePublisher publisher,
            ReplyBook replies,
            UnansweredRequests unanswered,
            RequestMetrics metrics,
            Clock clock) {
        this.publisher = publisher;
        this.replies = replies;
        this.unanswered = unanswered;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Reads a payment of this user.
     *
     * @return empty when the reply isn't there in time
     * @throws ProblemException when the worker refuses or Kafka is down
     */
    public Optional<PaymentUpdate> get(String requestId, String userId, String intentId, Duration wait) {
        if (!Ids.INTENT.matcher(intentId).matches()) {
            throw ProblemException.of(ProblemCode.PAYMENT_NOT_FOUND, "There is no such payment.");
        }
        return ask(new PaymentRequest.Get(requestId, now(), userId, intentId), wait, headers -> {})
                .map(reply -> switch (reply) {
                    case PaymentReply.PaymentFound found -> found.payment();
                    case PaymentReply.Refused refused -> throw new ProblemException(Answer.problem(refused));
                    case PaymentReply.IntentCreated created -> throw notAnAnswer(created);
                    case PaymentReply.IntentConfirmed confirmed -> throw notAnAnswer(confirmed);
                });
    }

    private static IllegalStateException notAnAnswer(PaymentReply reply) {
        return new IllegalStateException(
                "Not an answer to get: " + reply.getClass().getSimpleName());
    }

    /** A new request id for this user. */
    public String newId(String userId) {
        return RequestId.issue(userId, clock).toString();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * @param trace puts the caller's place in a trace into the record's headers
     * @return empty when the reply isn't there in time
     * @throws ProblemException 503 when Kafka doesn't take the request, or too many have no reply yet
     */
    Optional<PaymentReply> ask(PaymentRequest.FromUser request, Duration wait, Consumer<Headers> trace) {
        RequestId id = RequestId.parse(request.requestId()).orElseThrow();
        unanswered.enter(request.requestId());
        var running = metrics.start(request);
        try (ReplyBook.Expected expected = replies.expect(id)) {
            publisher.publish(record(request, trace));
            Optional<PaymentReply> reply = expected.await(wait);
            running.finished(reply.orElse(null));
            return reply.map(found -> ownedBy(request.userId(), found));
        } catch (NotAcknowledgedException e) {
            unanswered.left(request.requestId());
            running.failed(e);
            throw new ProblemException(
                    Problem.of(
                                    ProblemCode.UNAVAILABLE,
                                    "The request could not be taken over. Repeat it, with the same Idempotency-Key.")
                            .retryAfter(RETRY_AFTER),
                    e);
        }
    }

    private static PaymentReply ownedBy(String userId, PaymentReply reply) {
        if (!reply.userId().equals(userId)) {
            throw ProblemException.of(ProblemCode.REQUEST_NOT_FOUND, "There is no such request.");
        }
        return reply;
    }

    private static ProducerRecord<String, byte[]> record(PaymentRequest request, Consumer<Headers> trace) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topic.PAYMENT_REQUESTS.topicName(), request.key(), EventJson.write(request));
        RecordHeaders.put(record.headers(), HeaderNames.REQUEST_ID, request.requestId());
        trace.accept(record.headers());
        return record;
    }
}
