package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.tracing.Tracing;
import com.moxton.payments.worker.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class RecordRunnerTest {
    private static final Backoff QUICK = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("payment.requests", 3, 17, null, null);
    private final CountDownLatch notReleased = new CountDownLatch(1);
    private final List<String> letters = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void isDoneWhenTheHandlerReturns() {
        assertThat(runner(r -> calls.incrementAndGet(), 10).run(record, notReleased))
                .isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void triesForAsLongAsTheDatabaseIsAway() {
        RecordHandler handler = r -> {
            if (calls.incrementAndGet() < 25) {
                throw new DataAccessResourceFailureException("away");
            }
        };

        assertThat(runner(handler, 3).run(record, notReleased)).isTrue();
        assertThat(calls).hasValue(25);
        assertThat(letters).isEmpty();
    }

    @Test
    void isDoneWhenTheHandlerDeclinesAfterTheFirstAttempt() {
        assertThat(runner(new Declining(true), 3).run(record, notReleased)).isTrue();
        assertThat(calls).hasValue(1);
        assertThat(letters).containsExactly("declined");
    }

    /** An earlier attempt may have had an effect. */
    @Test
    void asksOnceWhetherToDecline() {
        assertThat(runner(new Declining(false), 3).run(record, notReleased)).isTrue();
        assertThat(calls).hasValue(5);
        assertThat(letters).containsExactly("declined");
    }

    private final class Declining implements RecordHandler {
        private final boolean answer;

        private Declining(boolean answer) {
            this.answer = answer;
        }

        @Override
        public void handle(ConsumerRecord<byte[], byte[]> r) {
            if (calls.incrementAndGet() < 5) {
                throw new DataAccessResourceFailureException("away");
            }
        }

        @Override
        public boolean declined(ConsumerRecord<byte[], byte[]> r, Throwable failure) {
            letters.add("declined");
            return answer;
        }
    }

    /** COMMITTED_MEANS_DONE: a record whose answer isn't durable is not done. */
    @Test
    void triesAgainWhenNobodyCouldBeTold() {
        RecordHandler handler = new RecordHandler() {
            @Override
            public void handle(ConsumerRecord<byte[], byte[]> r) {
                if (calls.incrementAndGet() < 3) {
                    throw new DataAccessResourceFailureException("away");
                }
            }

            @Override
            public boolean declined(ConsumerRecord<byte[], byte[]> r, Throwable failure) {
                throw new IllegalStateException("Kafka is away");
            }
        };

        assertThat(runner(handler, 3).run(record, notReleased)).isTrue();
        assertThat(calls).hasValue(3);
    }

    @Test
    void buriesWhatCannotBeReadAtOnce() {
        RecordHandler handler = r -> {
            calls.incrementAndGet();
            throw new MalformedEventException("not JSON");
        };

        assertThat(runner(handler, 10).run(record, notReleased)).isTrue();
        assertThat(calls).hasValue(1);
        assertThat(letters).containsExactly("MalformedEventException after 1 at " + NOW);
    }

    @Test
    void buriesWhatNobodyCanExplainAfterAFewAttempts() {
        RecordHandler handler = r -> {
            throw new IllegalStateException("defect");
        };

        assertThat(runner(handler, 4).run(record, notReleased)).isTrue();
        assertThat(letters).containsExactly("IllegalStateException after 4 at " + NOW);
    }

    /** NOTHING_DROPPED: a record whose dead letter isn't durable is not done. */
    @Test
    void isNotDoneBeforeItsDeadLetterIsDurable() {
        AtomicInteger sends = new AtomicInteger();
        DeadLetters flaky = (r, failure, attempts, first) -> {
            if (sends.incrementAndGet() < 3) {
                throw new IllegalStateException("Kafka is away");
            }
            letters.add("durable");
        };
        RecordHandler handler = r -> {
            throw new MalformedEventException("not JSON");
        };

        assertThat(new RecordRunner(handler, flaky, QUICK, 1, Tracing.off(), Clock.systemUTC())
                        .run(record, notReleased))
                .isTrue();
        assertThat(sends).hasValue(3);
        assertThat(letters).containsExactly("durable");
    }

    @Test
    void tellsTheHandlerBeforeGivingUpAndSurvivesItsAnswer() {
        RecordHandler handler = new RecordHandler() {
            @Override
            public void handle(ConsumerRecord<byte[], byte[]> r) {
                throw new MalformedEventException("not JSON");
            }

            @Override
            public void abandoned(ConsumerRecord<byte[], byte[]> r) {
                letters.add("told");
                throw new IllegalStateException("nobody there");
            }
        };

        assertThat(runner(handler, 1).run(record, notReleased)).isTrue();
        assertThat(letters).containsExactly("told", "MalformedEventException after 1 at " + NOW);
    }

    @Test
    void stopsTryingWhenThePartitionIsTakenAwayAndIsNotDone() {
        CountDownLatch released = new CountDownLatch(1);
        RecordHandler handler = r -> {
            calls.incrementAndGet();
            released.countDown();
            throw new DataAccessResourceFailureException("away");
        };
        RecordRunner patient = new RecordRunner(
                handler,
                letters(),
                new Backoff(Duration.ofHours(1), Duration.ofHours(1)),
                10,
                Tracing.off(),
                Clock.systemUTC());

        assertThat(patient.run(record, released)).isFalse();
        assertThat(calls).hasValue(1);
        assertThat(letters).isEmpty();
    }

    @Test
    void takesAnInterruptionAsTheEnd() {
        RecordHandler handler = r -> {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("away");
        };

        assertThat(runner(handler, 10).run(record, notReleased)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private RecordRunner runner(RecordHandler handler, int attempts) {
        return new RecordRunner(handler, letters(), QUICK, attempts, Tracing.off(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private DeadLetters letters() {
        return (r, failure, attempts, first) ->
                letters.add("%s after %d at %s".formatted(failure.getClass().getSimpleName(), attempts, first));
    }
}
