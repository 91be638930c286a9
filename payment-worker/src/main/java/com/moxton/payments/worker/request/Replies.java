package com.moxton.payments.worker.request;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentReply.NextAction;
import com.moxton.payments.events.PaymentRequest;
import org.jspecify.annotations.Nullable;

/** Outcomes in the words of {@code payment.replies}. */
final class Replies {

    private Replies() {}

    static PaymentReply created(
            PaymentRequest.FromUser request,
            Outcome.Created outcome,
            @Nullable String replayedFrom,
            ClientSecret clientSecret) {
        return new PaymentReply.IntentCreated(
                request.requestId(),
                request.userId(),
                replayedFrom,
                outcome.intentId(),
                outcome.paymentId(),
                outcome.status(),
                clientSecret);
    }

    static PaymentReply confirmed(
            PaymentRequest.FromUser request,
            Outcome.Confirmed outcome,
            @Nullable String replayedFrom,
            @Nullable NextAction nextAction) {
        return new PaymentReply.IntentConfirmed(
                request.requestId(),
                request.userId(),
                replayedFrom,
                outcome.intentId(),
                outcome.status(),
                nextAction,
                outcome.lastError());
    }

    static PaymentReply refused(
            PaymentRequest.FromUser request, Outcome.Refused outcome, @Nullable String replayedFrom) {
        return new PaymentReply.Refused(
                request.requestId(),
                request.userId(),
                replayedFrom,
                outcome.refusal(),
                outcome.detail(),
                outcome.error(),
                outcome.retryAfterSeconds());
    }
}
