package com.moxton.payments.ingress.live;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.intent.PaymentRequests;
import com.moxton.payments.ingress.live.LiveStream.Ending;
import com.moxton.payments.ingress.problem.HttpRequestId;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import com.moxton.payments.ingress.tracing.AnsweredCall;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceSpan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A payment, live. Each stream has a virtual thread to itself, which may wait for its reader as long as it likes. */
@RestController
class LiveController {
    private final LiveStreams streams;
    private final UpdatesReader updates;
    private final PaymentRequests requests;
    private final LiveSettings settings;
    private final LiveMetrics metrics;
    private final Clock clock;

    LiveController(
            LiveStreams streams,
            UpdatesReader updates,
            PaymentRequests requests,
            LiveSettings settings,
            LiveMetrics metrics,
            Clock clock) {
        this.streams = streams;
        this.updates = updates;
        this.requests = requests;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @GetMapping(path = "/api/payments/{intentId:pi_.+}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(
            @PathVariable String intentId,
            HttpServletRequest request,
            HttpServletResponse response,
            JwtAuthenticationToken user)
            throws IOException {
        String requestId = requests.newId(user.getName());
        HttpRequestId.become(request, response, requestId);
        if (!updates.ready()) {
            // Updates could pass by unread.
            throw notNow();
        }
        // Subscribed before it is read: what changes in between arrives twice rather than not at all.
        try (LiveStream stream = streams.open(user.getName(), intentId)) {
            PaymentUpdate present = requests.get(requestId, user.getName(), intentId, settings.stateWait())
                    .orElseThrow(LiveController::notNow);
            EventWriter writer = new EventWriter(response);
            if (HttpMethod.HEAD.matches(request.getMethod())) {
                return;
            }
            long startedAt = System.nanoTime();
            Ending ending = send(stream, writer, present, endOf(user), span -> AnsweredCall.tell(span, request, 200));
            metrics.ended(intentId, ending, System.nanoTime() - startedAt);
        }
    }

    /**
     * @param opened is told of the call's span when the stream has begun: there it ends, for nobody looks for a span that
     *     is sent after an hour
     */
    private Ending send(
            LiveStream stream, EventWriter writer, PaymentUpdate present, Instant end, Consumer<TraceSpan> opened) {
        try {
            writer.payment(present);
            TraceSpan call = TraceSpan.current();
            opened.accept(call);
            call.close();
            long version = present.version();
            Ending ending = stream.ending();
            while (ending == null) {
                Duration left = Duration.between(clock.instant(), end);
                if (!left.isPositive()) {
                    return Ending.TOO_OLD;
                }
                LiveUpdate update = stream.next(min(left, settings.heartbeat()));
                ending = stream.ending();
                if (update == null && ending == null) {
                    writer.heartbeat();
                } else if (update != null) {
                    version = send(update, writer, version, call);
                }
            }
            return ending;
        } catch (IOException e) {
            return Ending.READER_GONE;
        }
    }

    /** Returns the version that the reader has now. */
    private static long send(LiveUpdate update, EventWriter writer, long version, TraceSpan call) throws IOException {
        PaymentUpdate payment = update.payment();
        try (TraceSpan sending = update.span()) {
            sending.link(call)
                    .set(SpanNames.INTENT_ID, payment.intentId())
                    .set(SpanNames.PAYMENT_ID, payment.paymentId());
            if (payment.version() <= version) {
                sending.set(SpanNames.OUTCOME, "known");
                return version;
            }
            writer.payment(payment);
            return payment.version();
        }
    }

    private Instant endOf(JwtAuthenticationToken user) {
        Instant oldest = clock.instant().plus(settings.maxAge());
        Instant expires = user.getToken().getExpiresAt();
        return expires != null && expires.isBefore(oldest) ? expires : oldest;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static ProblemException notNow() {
        return new ProblemException(
                Problem.of(ProblemCode.UNAVAILABLE, "The payment's present state can't be had at the moment.")
                        .retryAfter(Duration.ofSeconds(2)));
    }
}
