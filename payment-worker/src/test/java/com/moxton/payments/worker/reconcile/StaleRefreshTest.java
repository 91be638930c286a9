package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentRequest.Refresh;
import com.moxton.payments.worker.TestClock;
import com.moxton.payments.worker.publish.PublishingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class StaleRefreshTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final ScriptedPayments payments = new ScriptedPayments();
    private final List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private boolean kafkaIsAway;

    private final StaleRefresh refresh = new StaleRefresh(
            payments,
            records -> {
                if (kafkaIsAway) {
                    throw new PublishingException("away", new IllegalStateException());
                }
                published.addAll(records);
            },
            pauses::add,
            new StaleSettings(
                    true,
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    QUARTER,
                    Duration.ofHours(1),
                    Duration.ofDays(30),
                    100,
                    5),
            new TestClock(NOON));

    @Test
    void asksByARequestOfTheOrder() {
        payments.due.add(new StalePayment("p-1", "o-1", "processing", 4, 0));

        assertThat(refresh.run()).isEqualTo(1);

        ProducerRecord<String, byte[]> record = published.getFirst();
        assertThat(record.topic()).isEqualTo("payment.requests");
        assertThat(record.key()).isEqualTo("o-1");
        Refresh request = (Refresh) EventJson.read(record.value(), PaymentRequest.class);
        assertThat(request.paymentId()).isEqualTo("p-1");
        assertThat(request.reason()).isEqualTo("stale");
        assertThat(request.requestedAt()).isEqualTo(NOON);
    }

    @Test
    void looksForWhatIsSilentAndNotTooOld() {
        refresh.run();

        assertThat(payments.untouchedSince).isEqualTo(NOON.minus(QUARTER));
        assertThat(payments.createdSince).isEqualTo(NOON.minus(Duration.ofDays(30)));
    }

    @Test
    void keepsToItsRate() {
        IntStream.range(0, 12).forEach(i -> payments.due.add(new StalePayment("p-" + i, "o-" + i, "processing", 1, 0)));

        assertThat(refresh.run()).isEqualTo(12);

        assertThat(pauses).as("5, 5, 2").containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(published).hasSize(12);
    }

    @Test
    void waitsLongerEachTimeUpToALimit() {
        for (int attempts = 0; attempts < 5; attempts++) {
            payments.due.add(new StalePayment("p-" + attempts, "o-1", "processing", 1, attempts));
        }

        refresh.run();

        assertThat(payments.pauses)
                .containsExactly(
                        QUARTER, Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    }

    @Test
    void forgetsNothingThatKafkaDidNotTake() {
        payments.due.add(new StalePayment("p-1", "o-1", "processing", 1, 0));
        kafkaIsAway = true;

        assertThatExceptionOfType(PublishingException.class).isThrownBy(refresh::run);

        assertThat(payments.pauses).isEmpty();
    }

    private static final class ScriptedPayments implements StalePayments {
        private final List<StalePayment> due = new ArrayList<>();
        private final List<Duration> pauses = new ArrayList<>();
        private Instant untouchedSince = Instant.EPOCH;
        private Instant createdSince = Instant.EPOCH;

        @Override
        public List<StalePayment> due(Instant untouchedSince, Instant createdSince, Instant now, int limit) {
            this.untouchedSince = untouchedSince;
            this.createdSince = createdSince;
            return due;
        }

        @Override
        public void asked(Collection<StalePayment> asked, Instant at, Function<Integer, Duration> pauseAfter) {
            asked.forEach(payment -> pauses.add(pauseAfter.apply(payment.attempts() + 1)));
        }

        @Override
        public void forget(Instant dueBefore) {}
    }
}
