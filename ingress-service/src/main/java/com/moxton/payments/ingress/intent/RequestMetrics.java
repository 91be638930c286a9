package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line and one measurement for each request: {@code payments.ingress.requests}, by {@code kind} and
 * {@code outcome}: {@code answered}, {@code pending}, {@code unavailable}, or the refusal's code.
 */
final class RequestMetrics {
    private static final Logger log = LoggerFactory.getLogger(RequestMetrics.class);

    private final MeterRegistry meters;

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    Running start(PaymentRequest.FromUser request) {
        return new Running(request, System.nanoTime());
    }

    final class Running {
        private final PaymentRequest.FromUser request;
        private final long startedAt;

        private Running(PaymentRequest.FromUser request, long startedAt) {
            this.request = request;
            this.startedAt = startedAt;
        }

        void finished(@Nullable PaymentReply reply) {
            String outcome = switch (reply) {
                case null -> "pending";
                case PaymentReply.Refused refused -> refused.refusal().code();
                default -> "answered";
            };
            record(outcome, null);
        }

        void failed(NotAcknowledgedException e) {
            record("unavailable", e.getMessage());
        }

        private void record(String outcome, @Nullable String error) {
            long nanos = System.nanoTime() - startedAt;
            String kind = kind();
            Timer.builder("payments.ingress.requests")
                    .description("From taking a storefront's request to its answer")
                    .tag("kind", kind)
                    .tag("outcome", outcome)
                    .publishPercentileHistogram()
                    .register(meters)
                    .record(nanos, TimeUnit.NANOSECONDS);
            var line = log.atInfo()
                    .addKeyValue("kind", kind)
                    .addKeyValue("key", request.key())
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("durationMs", nanos / 1_000_000);
            (error == null ? line : line.addKeyValue("error", error)).log("request");
        }

        private String kind() {
            return switch (request) {
                case PaymentRequest.CreateIntent create -> "create-intent";
                case PaymentRequest.Confirm confirm -> "confirm";
                case PaymentRequest.Get get -> "get";
            };
        }
    }
}
