package com.moxton.payments.worker.consume;

import com.moxton.payments.events.EventSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code payments.paid.delay}: from Stripe's {@code created} of a success to the order's being paid in the database. Of webhooks
 * alone: what a replay or the backfill brings is old by its nature. Stripe's {@code created} is a whole second, so a delay may
 * look up to a second longer than it was.
 */
final class PaidDelay {

    /** By then at the latest the order is paid; before an event, the answer to our own call may have told of the success. */
    private static final Set<String> PAID = Set.of("applied", "superseded", "adopted");

    private static final Duration[] BUCKETS = IntStream.of(1, 2, 3, 5, 10, 30, 60, 300, 900, 3_600)
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final Timer delay;
    private final Clock clock;

    PaidDelay(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.delay = Timer.builder("payments.paid.delay")
                .description("From Stripe's created of a success to the order paid in the database, of webhooks")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** The event's transaction is committed. */
    void settled(EventRecord record, String outcome) {
        StripeEvent event = record.event();
        if (event.type().equals("payment_intent.succeeded")
                && EventSource.WEBHOOK.headerValue().equals(record.source())
                && PAID.contains(outcome)) {
            Duration took = Duration.between(event.created(), clock.instant());
            delay.record(took.isNegative() ? Duration.ZERO : took);
        }
    }
}
