package com.moxton.payments.worker.stripe;

import com.stripe.net.StripeResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells the watch of one call, attempt by attempt. */
final class CallRecorder {
    private final StripeCallWatch watch;
    private final Clock clock;
    private final StripeOperation operation;
    private final CallSubject subject;
    private int attempts;

    CallRecorder(StripeCallWatch watch, Clock clock, StripeOperation operation, CallSubject subject) {
        this.watch = watch;
        this.clock = clock;
        this.operation = operation;
        this.subject = subject;
    }

    StripeOperation operation() {
        return operation;
    }

    CallSubject subject() {
        return subject;
    }

    void begin() {
        attempts++;
    }

    void answered(StripeResponse response, @Nullable Object answer, String outcome, long nanos) {
        String intentId = answer instanceof StripeAnswer it ? it.intent().intentId() : subject.intentId();
        tell(intentId, outcome, response.code(), response.requestId(), AnswerReader.isReplayed(response), nanos);
    }

    void failed(String outcome, @Nullable Integer status, @Nullable String stripeRequestId, long nanos) {
        tell(subject.intentId(), outcome, status, stripeRequestId, false, nanos);
    }

    private void tell(
            @Nullable String intentId,
            String outcome,
            @Nullable Integer status,
            @Nullable String stripeRequestId,
            boolean replayed,
            long nanos) {
        Instant now = clock.instant();
        watch.made(new StripeCall(
                operation.toString(),
                intentId,
                subject.paymentId(),
                subject.orderId(),
                CallOrigin.requestId(),
                outcome,
                status,
                stripeRequestId,
                attempts,
                replayed,
                now.minusNanos(nanos),
                Duration.ofNanos(nanos)));
    }
}
