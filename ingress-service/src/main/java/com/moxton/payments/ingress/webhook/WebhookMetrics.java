package com.moxton.payments.ingress.webhook;

import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * One log line and one measurement for each webhook: {@code payments.ingress.webhooks}, by {@code outcome}:
 * {@code accepted}, {@code unavailable}, or the problem's code.
 */
@Component
class WebhookMetrics {
    private static final Logger log = LoggerFactory.getLogger(WebhookMetrics.class);

    private final MeterRegistry meters;
    /** Looked up once: building a timer and its tags costs more than recording. */
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
        // From the start, so that the first one is an increase.
        List.of("accepted", "unavailable").forEach(outcome -> timers.computeIfAbsent(outcome, this::timer));
    }

    private Timer timer(String outcome) {
        return Timer.builder("payments.ingress.webhooks")
                .description("From the first byte read of a webhook to its answer")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(meters);
    }

    Running start() {
        return new Running(System.nanoTime());
    }

    final class Running {
        private final long startedAt;
        private @Nullable StripeEventHead event;

        private Running(long startedAt) {
            this.startedAt = startedAt;
        }

        /** Known only once the signature has held: nothing that somebody made up enters the log. */
        void event(StripeEventHead head) {
            event = head;
        }

        Duration soFar() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }

        void accepted() {
            record(Level.INFO, "accepted", null);
        }

        void refused(ProblemException e) {
            // Past an address's limit they are only counted: a flood of them would be one of lines as well.
            boolean flood = e.problem().code() == ProblemCode.TOO_MANY_REQUESTS;
            record(flood ? Level.DEBUG : Level.WARN, e.problem().code().code(), null);
        }

        void unavailable(NotAcknowledgedException e) {
            record(Level.ERROR, "unavailable", e.getMessage());
        }

        private void record(Level level, String outcome, @Nullable String error) {
            long nanos = System.nanoTime() - startedAt;
            timers.computeIfAbsent(outcome, WebhookMetrics.this::timer).record(nanos, TimeUnit.NANOSECONDS);
            var line = log.atLevel(level).addKeyValue("outcome", outcome);
            if (event != null) {
                line = line.addKeyValue("eventId", event.id())
                        .addKeyValue("eventType", event.type())
                        .addKeyValue("key", event.key());
            }
            if (error != null) {
                line = line.addKeyValue("error", error);
            }
            line.addKeyValue("durationMs", nanos / 1_000_000).log("webhook");
        }
    }
}
