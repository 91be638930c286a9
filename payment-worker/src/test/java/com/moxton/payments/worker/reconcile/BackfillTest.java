package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.TestClock;
import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.stripe.StripeEventLog.Query;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackfillTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private final TestClock clock = new TestClock(NOON);
    private final TestClock stripesClock = new TestClock(NOON);
    private final ListedEvents stripe = new ListedEvents(10, stripesClock::instant);
    private final MemoryCursor cursor = new MemoryCursor();
    private final MemoryEvents known = new MemoryEvents();
    private final List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
    private boolean kafkaIsAway;

    private final Backfill backfill =
            new Backfill(null, account -> stripe, known, cursor, this::publish, settings(), clock);

    @Test
    void publishesWhatHasNotComeOldestFirst() {
        stripe.add("evt_1", ago(Duration.ofHours(2)));
        stripe.add("evt_2", ago(Duration.ofHours(1)));
        stripe.add("evt_3", ago(Duration.ofMinutes(30)));
        known.processed("evt_2");

        BackfillReport report = run();

        assertThat(publishedIds()).containsExactly("evt_1", "evt_3");
        assertThat(report.seen()).isEqualTo(3);
        assertThat(report.rescued()).isEqualTo(2);
        assertThat(report.coveredUntil()).isEqualTo(NOON.minus(SETTLE));
        assertThat(cursor.read().coveredUntil()).isEqualTo(NOON.minus(SETTLE));
    }

    @Test
    void writesTheRecordThatTheWebhookWouldHaveWritten() {
        stripe.add("evt_1", ago(Duration.ofHours(2)));

        run();

        ProducerRecord<String, byte[]> record = published.getFirst();
        assertThat(record.topic()).isEqualTo("stripe.events");
        assertThat(record.key()).isEqualTo("pi_of_evt_1");
        assertThat(new String(record.value())).startsWith("{\"id\": \"evt_1\"").endsWith("}}}");
        assertThat(header(record, HeaderNames.SOURCE)).isEqualTo("backfill");
        assertThat(header(record, HeaderNames.STRIPE_EVENT_ID)).isEqualTo("evt_1");
        assertThat(header(record, HeaderNames.STRIPE_LIVEMODE)).isEqualTo("false");
        assertThat(header(record, HeaderNames.RECEIVED_AT)).isEqualTo(NOON.toString());
    }

    @Test
    void rescuesNothingTwice() {
        stripe.add("evt_1", ago(Duration.ofMinutes(2)));
        run();
        known.processed("evt_1");

        BackfillReport second = run();

        assertThat(second.seen()).as("the overlap shows it again").isEqualTo(1);
        assertThat(second.rescued()).isZero();
    }

    @Test
    void publishesOnceWhileTheConsumerLags() {
        stripe.add("evt_1", ago(Duration.ofMinutes(2)));
        run();

        assertThat(run().rescued()).isZero();

        assertThat(publishedIds()).containsExactly("evt_1");
    }

    @Test
    void forgetsWhatItRescuedWhenStripeDoes() {
        stripe.add("evt_1", ago(Duration.ofMinutes(2)));
        run();

        later(Duration.ofDays(32));
        run();

        assertThat(known.among(List.of("evt_1"))).isEmpty();
    }

    @Test
    void findsAnEventThatStripeWroteIntoTheCursorsOwnSecond() {
        run();
        Instant covered = cursor.read().coveredUntil();
        stripe.add("evt_straggler", covered);
        stripe.add("evt_late", covered.minus(Duration.ofMinutes(9)));
        later(Duration.ofMinutes(5));

        run();

        assertThat(publishedIds()).containsExactly("evt_late", "evt_straggler");
    }

    @Test
    void leavesYoungEventsToTheirWebhooks() {
        stripe.add("evt_young", ago(Duration.ofSeconds(30)));

        run();
        assertThat(published).isEmpty();

        later(Duration.ofMinutes(1));
        run();
        assertThat(publishedIds()).containsExactly("evt_young");
    }

    @Test
    void doesNotTrustAClockThatIsFast() {
        clock.advance(Duration.ofHours(1));

        run();

        assertThat(cursor.read().coveredUntil()).isEqualTo(NOON.minus(SETTLE));
    }

    @Test
    void looksBackAsFarAsToldTheFirstTime() {
        run();

        Query first = stripe.queries().getFirst();
        assertThat(first.from()).isEqualTo(ago(Duration.ofDays(3)));
        assertThat(stripe.queries().getLast().to()).isEqualTo(NOON.minus(SETTLE));
        assertThat(first.types()).containsExactly("payment_intent.*");
    }

    @Test
    void asksForNothingThatStripeHasForgotten() {
        cursor.begin(NOON);
        cursor.advance(null, ago(Duration.ofDays(40)));

        run();

        assertThat(stripe.queries().getFirst().from()).isEqualTo(ago(Duration.ofDays(30)));
        assertThat(cursor.read().coveredUntil()).as("and goes on from there").isEqualTo(NOON.minus(SETTLE));
    }

    @Test
    void keepsOrderAndMemoryInABusyTime() {
        List<String> ids =
                IntStream.range(0, 1_000).mapToObj("evt_%04d"::formatted).toList();
        ids.forEach(id -> stripe.add(id, ago(Duration.ofHours(2)).plusSeconds(ids.indexOf(id))));
        stripe.add("evt_early", ago(Duration.ofDays(2)));

        run();

        assertThat(publishedIds().getFirst()).isEqualTo("evt_early");
        assertThat(publishedIds().subList(1, 1_001)).isEqualTo(ids);
        assertThat(stripe.queries())
                .as("calls: twice each page, and one for each window")
                .hasSizeLessThan(215);
    }

    @Test
    void takesASecondThatHoldsMoreThanMemoryMay() {
        Instant second = ago(Duration.ofHours(1));
        IntStream.range(0, 350).forEach(i -> stripe.add("evt_" + i, second));
        stripe.add("evt_after", second.plusSeconds(1));

        BackfillReport report = run();

        assertThat(report.rescued()).isEqualTo(351);
        assertThat(publishedIds()).doesNotHaveDuplicates().endsWith("evt_after");
        assertThat(cursor.read().coveredUntil()).isEqualTo(NOON.minus(SETTLE));
    }

    @Test
    void movesTheCursorOnlyWhenKafkaHasAll() {
        run();
        Instant covered = cursor.read().coveredUntil();
        stripe.add("evt_1", covered.plusSeconds(30));
        later(Duration.ofMinutes(5));
        kafkaIsAway = true;

        assertThatExceptionOfType(PublishingException.class).isThrownBy(this::run);
        assertThat(cursor.read().coveredUntil()).isEqualTo(covered);

        kafkaIsAway = false;
        run();
        assertThat(publishedIds()).containsExactly("evt_1");
    }

    @Test
    void keepsWhatItHasWhenStripeGoesAway() {
        IntStream.range(0, 300).forEach(i -> stripe.add("evt_%03d".formatted(i), ago(Duration.ofSeconds(3_600 - i))));
        stripe.answer(60);
        BackfillProgress progress = new BackfillProgress();

        assertThatExceptionOfType(StripeUnavailableException.class).isThrownBy(() -> backfill.run(null, progress));
        assertThat(progress.rescued()).isPositive().isLessThan(300);

        stripe.answer(Integer.MAX_VALUE);
        run();
        assertThat(publishedIds()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void stopsWhenAnotherInstanceHasMovedTheCursor() {
        stripe.add("evt_1", ago(Duration.ofHours(1)));
        known.whenAsked(() -> cursor.advance(null, NOON.minusSeconds(5)));

        assertThatExceptionOfType(OvertakenException.class).isThrownBy(this::run);
        assertThat(cursor.read().coveredUntil()).isEqualTo(NOON.minusSeconds(5));
    }

    @Test
    void looksFurtherBackOnDemandWithoutLosingThePlace() {
        run();
        Instant covered = cursor.read().coveredUntil();
        stripe.add("evt_old", ago(Duration.ofDays(20)));

        BackfillReport report = run(ago(Duration.ofDays(25)));

        assertThat(publishedIds()).containsExactly("evt_old");
        assertThat(report.coveredUntil()).isEqualTo(covered);
    }

    @Test
    void doesNotJumpOverAGapOnDemand() {
        cursor.begin(NOON);
        cursor.advance(null, ago(Duration.ofDays(2)));
        stripe.add("evt_in_the_gap", ago(Duration.ofDays(1)));

        run(ago(Duration.ofHours(1)));
        assertThat(cursor.read().coveredUntil()).isEqualTo(ago(Duration.ofDays(2)));

        run();
        assertThat(publishedIds()).containsExactly("evt_in_the_gap");
    }

    private BackfillReport run() {
        return run(null);
    }

    private BackfillReport run(@Nullable Instant since) {
        BackfillProgress progress = new BackfillProgress();
        backfill.run(since, progress);
        return progress.report();
    }

    private void publish(List<ProducerRecord<String, byte[]>> records) {
        if (kafkaIsAway) {
            throw new PublishingException("away", new IllegalStateException());
        }
        assertThat(records).as("what is held at once").hasSizeLessThanOrEqualTo(110);
        published.addAll(records);
    }

    private List<String> publishedIds() {
        return published.stream()
                .map(record -> header(record, HeaderNames.STRIPE_EVENT_ID))
                .toList();
    }

    private void later(Duration by) {
        clock.advance(by);
        stripesClock.advance(by);
    }

    private static BackfillSettings settings() {
        return new BackfillSettings(
                true,
                Duration.ofMinutes(5),
                Duration.ZERO,
                OVERLAP,
                SETTLE,
                Duration.ofDays(3),
                List.of("payment_intent.*"),
                Duration.ofDays(25),
                100);
    }

    private static Instant ago(Duration duration) {
        return NOON.minus(duration);
    }

    private static @Nullable String header(ProducerRecord<String, byte[]> record, String name) {
        return RecordHeaders.text(record.headers(), name);
    }
}
