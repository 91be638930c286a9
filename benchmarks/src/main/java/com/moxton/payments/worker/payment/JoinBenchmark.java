package com.moxton.payments.worker.payment;

import com.moxton.payments.benchmarks.pieces.SampleEvent;
import com.moxton.payments.worker.consume.StripeEventReader;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The join of an observation with what is known of its payment. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JoinBenchmark {

    private final Observation succeeded = Objects.requireNonNull(
            new StripeEventReader().read(SampleEvent.body()).observation());
    private final PaymentState open = PaymentState.of(new Observation(
            "evt_before",
            null,
            "payment_intent.processing",
            Instant.ofEpochSecond(1_790_000_010),
            false,
            new IntentSnapshot(
                    succeeded.intent().intentId(),
                    PaymentStatus.PROCESSING,
                    succeeded.intent().amount(),
                    succeeded.intent().amountReceived(),
                    null,
                    succeeded.intent().metadata(),
                    succeeded.intent().createdAt())));

    @Benchmark
    public Object join() {
        return Joined.join(open, succeeded);
    }
}
