package com.moxton.payments.ingress.webhook;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.ingress.http.BoundedBody;
import com.moxton.payments.ingress.http.Traceparent;
import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import com.moxton.payments.ingress.problem.HttpRequestId;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import com.moxton.payments.ingress.tracing.AnsweredCall;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceScope;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes Stripe's webhooks: a 2xx only when all in-sync replicas have the event (DURABLE_BEFORE_ACK). */
@RestController
class WebhookController {
    static final String SIGNATURE_HEADER = "Stripe-Signature";
    private static final byte[] RECEIVED = "{\"received\":true}".getBytes(StandardCharsets.US_ASCII);
    /** Stripe has its own schedule; this is for whoever else reads it. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final WebhookSettings settings;
    private final WebhookSignature signature;
    private final DurablePublisher publisher;
    private final UnverifiedWebhooks unverified;
    private final WebhookMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    WebhookController(
            WebhookSettings settings,
            @Qualifier("webhookPublisher") DurablePublisher publisher,
            UnverifiedWebhooks unverified,
            WebhookMetrics metrics,
            Tracing tracing,
            Clock clock) {
        this.settings = settings;
        this.signature = new WebhookSignature(settings.signingSecrets(), settings.tolerance(), clock);
        this.publisher = publisher;
        this.unverified = unverified;
        this.metrics = metrics;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Any content type: what counts is the signature over the bytes. The answer is written as it is: Stripe's Accept header
     * is none of our business, and message converters would cost as much as reading the event.
     */
    @PostMapping("/api/payments/webhook")
    void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WebhookMetrics.Running running = metrics.start();
        Verified webhook = verified(request, running);
        try (TraceSpan span = span(request, webhook.event(), running);
                TraceScope here = span.enter()) {
            store(webhook, request, running, span);
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(RECEIVED.length);
        response.getOutputStream().write(RECEIVED);
    }

    private record Verified(
            StripeEventHead event, byte[] body, @Nullable String account) {}

    private Verified verified(HttpServletRequest request, WebhookMetrics.Running running) {
        try {
            List<String> signatures = Collections.list(request.getHeaders(SIGNATURE_HEADER));
            if (unverified.exhausted(request)) {
                signature.verifyWithoutBody(signatures);
            }
            byte[] body = BoundedBody.read(request, settings.maxBody());
            SigningSecret signer = signature.verify(signatures, body);
            StripeEventHead event = head(body);
            String account = EventAccount.of(event, signer);
            running.event(event);
            return new Verified(event, body, account);
        } catch (ProblemException e) {
            ProblemException refusal = unverified.count(request, e);
            running.refused(refusal);
            throw refusal;
        }
    }

    /** Begun when the signature has held, from when the webhook came: nothing that somebody made up enters a trace. */
    private TraceSpan span(HttpServletRequest request, StripeEventHead event, WebhookMetrics.Running running) {
        return tracing.isOn()
                ? tracing.server(request.getMethod(), request::getHeader, running.soFar())
                        .set(SpanNames.EVENT_ID, event.id())
                        .set(SpanNames.EVENT_TYPE, event.type())
                : TraceSpan.NONE;
    }

    private void store(Verified webhook, HttpServletRequest request, WebhookMetrics.Running running, TraceSpan span) {
        ProducerRecord<String, byte[]> record = record(webhook.event(), webhook.body(), request);
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_ACCOUNT, webhook.account());
        try {
            publisher.publish(record);
            running.accepted();
            AnsweredCall.tell(span, request, HttpServletResponse.SC_OK);
        } catch (NotAcknowledgedException e) {
            running.unavailable(e);
            AnsweredCall.tell(span, request, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            throw new ProblemException(
                    Problem.of(ProblemCode.UNAVAILABLE, "The event could not be stored. Deliver it again.")
                            .retryAfter(RETRY_AFTER),
                    e);
        }
    }

    private static StripeEventHead head(byte[] body) {
        try {
            return StripeEventHead.parse(body);
        } catch (MalformedEventException e) {
            throw ProblemException.of(
                    ProblemCode.NOT_A_STRIPE_EVENT,
                    "The body is not one JSON object with an event's id, type, time of creation and object.");
        }
    }

    private ProducerRecord<String, byte[]> record(StripeEventHead event, byte[] body, HttpServletRequest request) {
        ProducerRecord<String, byte[]> record =
                StripeEventRecord.of(event, body, clock.instant().truncatedTo(ChronoUnit.MICROS), EventSource.WEBHOOK);
        RecordHeaders.put(record.headers(), HeaderNames.REQUEST_ID, HttpRequestId.of(request));
        Traceparent.copy(request, record.headers());
        return record;
    }
}
