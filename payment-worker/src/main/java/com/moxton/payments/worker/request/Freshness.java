package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Whether anybody can still be waiting for a reply: they are kept for {@link Topic#retention() a quarter of an hour}. */
@Component
class Freshness {
    private final Clock clock;

    Freshness(Clock clock) {
        this.clock = clock;
    }

    boolean isStale(PaymentRequest request) {
        return request.requestedAt().plus(Topic.PAYMENT_REPLIES.retention()).isBefore(clock.instant());
    }
}
