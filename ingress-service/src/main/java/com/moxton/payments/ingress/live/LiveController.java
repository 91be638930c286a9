package com.moxton.payments.ingress.live;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.intent.PaymentRequests;
import com.moxton.payments.ingress.live.LiveStream.Ending;
import com.moxton.payments.ingress.problem.HttpRequestId;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
            Ending ending = send(stream, writer, present, endOf(user));
            metrics.ended(intentId, ending, System.nanoTime() - startedAt);
        }
    }

    private Ending send(LiveStream stream, EventWriter writer, PaymentUpdate present, Instant end) {
        try {
            writer.payment(present);
            long version = present.version();
            Ending ending = stream.ending();
            while (ending == null) {
                Duration left = Duration.between(clock.instant(), end);
                if (!left.isPositive()) {
                    return Ending.TOO_OLD;
                }
                PaymentUpdate update = stream.next(min(left, settings.heartbeat()));
                ending = stream.ending();
                if (update == null && ending == null) {
                    writer.heartbeat();
                } else if (update != null && update.version() > version) {
                    writer.payment(update);
                    version = update.version();
                }
            }
            return ending;
        } catch (IOException e) {
            return Ending.READER_GONE;
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
