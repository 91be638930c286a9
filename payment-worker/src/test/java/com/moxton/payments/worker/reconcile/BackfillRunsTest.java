package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.TestClock;
import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.stripe.StripeCredentialsException;
import com.moxton.payments.worker.stripe.StripeEventLogs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;

@ExtendWith(OutputCaptureExtension.class)
class BackfillRunsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final ListedEvents stripe = new ListedEvents(10, clock::instant);
    private final MemoryCursor cursor = new MemoryCursor();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
    private RuntimeException kafkaFailure = new IllegalStateException();
    private boolean kafkaIsAway;
    private boolean elsewhere;

    private final BackfillRuns runs = runs(true);

    @Test
    void runsWhenItIsTimeWhicheverInstanceAsks() {
        runs.runIfDue();
        clock.advance(Duration.ofMinutes(2));
        runs.runIfDue();
        assertThat(ran("completed")).isEqualTo(1);

        clock.advance(Duration.ofMinutes(3));
        runs.runIfDue();
        assertThat(ran("completed")).isEqualTo(2);
    }

    @Test
    void leavesItToTheInstanceThatIsAtIt() {
        elsewhere = true;

        runs.runIfDue();

        assertThat(stripe.queries()).isEmpty();
        assertThat(runs.runNow(null)).isEmpty();
    }

    @Test
    void runsOnDemandAlsoWhenTheScheduleIsDisabled() {
        BackfillRuns disabled = runs(false);

        disabled.runIfDue();
        assertThat(stripe.queries()).isEmpty();

        assertThat(disabled.runNow(null)).isPresent();
    }

    @Test
    void countsWhatItSawAndRescued() {
        stripe.add("evt_1", NOON.minusSeconds(3600));
        stripe.add("evt_2", NOON.minusSeconds(1800));

        runs.runIfDue();
        runs.runNow(NOON.minusSeconds(7200));

        assertThat(meters.counter("payments.backfill.events.seen").count()).isEqualTo(4);
        assertThat(meters.counter("payments.backfill.events.rescued").count()).isEqualTo(2);
    }

    @Test
    void survivesOutagesAndTriesAgain() {
        stripe.add("evt_1", NOON.minusSeconds(3600));
        stripe.answer(0);
        runs.runIfDue();
        assertThat(ran("stripe_unavailable")).isEqualTo(1);

        stripe.answer(Integer.MAX_VALUE);
        kafkaIsAway = true;
        kafkaFailure = new PublishingException("away", new IllegalStateException());
        clock.advance(Duration.ofMinutes(5));
        runs.runIfDue();
        assertThat(ran("kafka_unavailable")).isEqualTo(1);

        kafkaFailure = new QueryTimeoutException("away");
        clock.advance(Duration.ofMinutes(5));
        runs.runIfDue();
        assertThat(ran("database_unavailable")).isEqualTo(1);

        kafkaFailure = new IllegalStateException("a bug");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> runs.runNow(null));
        assertThat(ran("failed")).isEqualTo(1);

        kafkaIsAway = false;
        clock.advance(Duration.ofMinutes(5));
        runs.runIfDue();
        assertThat(published).hasSize(1);
    }

    @Test
    void oneAccountThatIsRefusedKeepsNoOtherFromItsRun() {
        stripe.add("evt_1", NOON.minusSeconds(3600));
        BackfillSettings settings = settings(true);
        MemoryCursor ofRefused = new MemoryCursor();
        StripeEventLogs logs = account -> {
            if ("acct_1".equals(account)) {
                throw new StripeCredentialsException("revoked", null);
            }
            return stripe;
        };
        BackfillRuns all = runs(
                settings,
                new Backfill("acct_1", logs, new MemoryEvents(), ofRefused, this::publish, settings, clock),
                new Backfill("acct_2", logs, new MemoryEvents(), cursor, this::publish, settings, clock));

        assertThatExceptionOfType(StripeCredentialsException.class).isThrownBy(() -> all.runNow(null));

        assertThat(published)
                .singleElement()
                .satisfies(record -> assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_ACCOUNT))
                        .isEqualTo("acct_2"));
        assertThat(cursor.read().coveredUntil()).isNotNull();
        assertThat(ofRefused.read().coveredUntil()).isNull();
        assertThat(ran("completed")).isEqualTo(1);
    }

    @Test
    void tellsTheAgeOfTheCursor() {
        assertThat(gauge("payments.backfill.cursor.age")).isNaN();

        runs.runIfDue();
        clock.advance(Duration.ofMinutes(10));

        assertThat(gauge("payments.backfill.cursor.age")).isEqualTo(660);
        assertThat(gauge("payments.backfill.last.run.age")).isEqualTo(600);
        assertThat(gauge("payments.backfill.last.completed.age")).isEqualTo(600);
    }

    @Test
    void warnsBeforeStripeForgetsAlsoWhenItIsDisabled(CapturedOutput output) {
        cursor.begin(NOON);
        cursor.advance(null, NOON.minus(Duration.ofDays(24)));
        BackfillRuns disabled = runs(false);

        disabled.runIfDue();
        assertThat(gauge("payments.backfill.overdue")).isZero();
        assertThat(output).doesNotContain("Stripe forgets events");

        clock.advance(Duration.ofDays(2));
        disabled.runIfDue();
        assertThat(gauge("payments.backfill.overdue")).isEqualTo(1);
        assertThat(output).contains("Stripe forgets events after 30 days");
    }

    private BackfillRuns runs(boolean enabled) {
        BackfillSettings settings = settings(enabled);
        return runs(
                settings,
                new Backfill(null, account -> stripe, new MemoryEvents(), cursor, this::publish, settings, clock));
    }

    private BackfillRuns runs(BackfillSettings settings, Backfill... each) {
        meters.clear();
        return new BackfillRuns(
                new Backfills(List.of(each)),
                this::alone,
                new BackfillMetrics(meters, settings, clock),
                settings,
                clock);
    }

    private static BackfillSettings settings(boolean enabled) {
        return new BackfillSettings(
                enabled,
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofDays(3),
                List.of("*"),
                Duration.ofDays(25),
                100);
    }

    private <T> Optional<T> alone(String name, Supplier<T> work) {
        return elsewhere ? Optional.empty() : Optional.of(work.get());
    }

    private void publish(List<ProducerRecord<String, byte[]>> records) {
        if (kafkaIsAway) {
            throw kafkaFailure;
        }
        published.addAll(records);
    }

    private long ran(String outcome) {
        return meters.timer("payments.backfill.run", "outcome", outcome).count();
    }

    private double gauge(String name) {
        var gauge = meters.find(name).timeGauge();
        return gauge == null ? meters.get(name).gauge().value() : gauge.value(TimeUnit.SECONDS);
    }
}
