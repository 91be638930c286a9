package com.moxton.payments.worker.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * What is measured of the consumption of events. Summed over its outcomes, {@code payments.events} grows by one with each
 * record of the log; a redelivered record counts again.
 */
@Component
class EventMetrics {

    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final DistributionSummary batchSize;
    private final Timer batch;
    private final AtomicLong newestCreated;
    private final PaidDelay paidDelay;
    private final Counter ofOtherAccounts;

    EventMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.batchSize = DistributionSummary.builder("payments.events.batch.size")
                .description("Records in one transaction")
                .register(meters);
        this.batch = Timer.builder("payments.events.batch")
                .description("From polled to everything published, of one batch")
                .register(meters);
        this.paidDelay = new PaidDelay(meters, clock);
        this.ofOtherAccounts = Counter.builder("payments.events.other.account")
                .description(
                        "Events that name a payment or an order of ours and are of another Stripe account: without effect")
                .register(meters);
        this.newestCreated = new AtomicLong(clock.millis());
        // Grows without end while nothing is processed: alert on it together with the group's lag.
        TimeGauge.builder(
                        "payments.events.newest.age",
                        newestCreated,
                        TimeUnit.MILLISECONDS,
                        newest -> Math.max(0, clock.millis() - newest.get()))
                .description("How long ago Stripe created the newest event that has been processed")
                .register(meters);
    }

    /**
     * @param outcome as in {@code processed_events}, or {@code duplicate}, {@code redelivered}, {@code orphaned},
     *     {@code malformed}, {@code failed}
     */
    void processed(String outcome, EventRecord record) {
        count(outcome);
        paidDelay.settled(record, outcome);
        newestCreated.accumulateAndGet(record.event().created().toEpochMilli(), Math::max);
    }

    void count(String outcome) {
        counters.computeIfAbsent(outcome, name -> meters.counter("payments.events", "outcome", name))
                .increment();
    }

    /** Somebody writes our ids into intents of their own account, or an account is configured under two names. */
    void ofOtherAccount() {
        ofOtherAccounts.increment();
    }

    void batch(int size, Duration duration) {
        batchSize.record(size);
        batch.record(duration);
    }
}
