package com.moxton.payments.worker.reconcile;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.worker.stripe.StripeEventLog.Entry;
import com.moxton.payments.worker.stripe.StripeEventLogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares Stripe's list of events with what has come to us, and publishes what is missing. It goes piece by piece from
 * old to new; after each, when Kafka has acknowledged all of it, the cursor moves. So a crash at any point repeats a
 * piece, which is harmless, and skips none.
 */
final class Backfill {

    private static final Logger log = LoggerFactory.getLogger(Backfill.class);

    private static final Duration A_DAY = Duration.ofDays(1);

    private final @Nullable String account;
    private final StripeEventLogs stripe;
    private final KnownEvents known;
    private final BackfillCursor cursor;
    private final Consumer<List<ProducerRecord<String, byte[]>>> publisher;
    private final BackfillSettings settings;
    private final Clock clock;

    /**
     * @param account whose list it is; null for the one without a name
     * @param publisher returns when all records are durable, and throws when they are not
     */
    Backfill(
            @Nullable String account,
            StripeEventLogs stripe,
            KnownEvents known,
            BackfillCursor cursor,
            Consumer<List<ProducerRecord<String, byte[]>>> publisher,
            BackfillSettings settings,
            Clock clock) {
        this.account = account;
        this.stripe = stripe;
        this.known = known;
        this.cursor = cursor;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One run, from the cursor to now. Only one may be under way, else events are published twice.
     *
     * @param since look back as far as this instead; null for where the cursor stands. The cursor moves only over what
     *     joins on to it
     * @param progress told of each event as it goes, so that a run that fails has still counted
     * @throws com.moxton.payments.worker.stripe.StripeCallException when Stripe doesn't answer
     * @throws com.moxton.payments.worker.publish.PublishingException when Kafka doesn't
     */
    void run(@Nullable Instant since, BackfillProgress progress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        @Nullable Instant covered = cursor.read().coveredUntil();
        cursor.begin(clock.instant());
        Instant from = since != null ? since.truncatedTo(ChronoUnit.SECONDS) : start(covered, now);
        Instant to = now.minus(settings.settle());
        progress.range(from, to, covered);
        // On schedule it goes on from the cursor. Where Stripe has forgotten some of that, waiting won't bring it back.
        boolean joins = since == null || covered == null || !from.isAfter(covered.plusSeconds(1));
        new EventWindows(stripe.of(account), settings.types(), settings.mostHeld())
                .read(from, to, (events, doneUntil, date) -> {
                    publish(events, progress);
                    if (joins && doneUntil != null) {
                        advance(doneUntil, date, progress);
                    }
                });
        known.forget(now.minus(BackfillSettings.STRIPES_MEMORY).minus(A_DAY));
        cursor.complete(clock.instant(), progress.seen(), progress.rescued());
    }

    private Instant start(@Nullable Instant covered, Instant now) {
        Instant start = covered == null ? now.minus(settings.firstLookback()) : covered.minus(settings.overlap());
        Instant horizon = now.minus(BackfillSettings.STRIPES_MEMORY);
        if (!start.isBefore(horizon)) {
            return start;
        }
        if (covered != null && covered.isBefore(horizon)) {
            log.atError()
                    .addKeyValue("coveredUntil", covered)
                    .addKeyValue("listedFrom", horizon)
                    .log("Stripe has forgotten events that we may have missed: see docs/reconciliation.md");
        }
        return horizon;
    }

    private void publish(List<Entry> oldestFirst, BackfillProgress progress) {
        Set<String> here = known.among(oldestFirst.stream().map(Entry::id).toList());
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Entry> missing =
                oldestFirst.stream().filter(event -> !here.contains(event.id())).toList();
        if (!missing.isEmpty()) {
            publisher.accept(
                    missing.stream().map(event -> record(event, receivedAt)).toList());
            known.rescued(missing.stream().map(Entry::id).toList(), receivedAt);
        }
        progress.count(oldestFirst.size(), missing.size());
    }

    private ProducerRecord<String, byte[]> record(Entry event, Instant receivedAt) {
        ProducerRecord<String, byte[]> record =
                StripeEventRecord.of(head(event), event.json(), receivedAt, EventSource.BACKFILL);
        // Whose list it was in; the event itself need not say.
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_ACCOUNT, account);
        return record;
    }

    @Nullable
    String account() {
        return account;
    }

    BackfillCursor cursor() {
        return cursor;
    }

    /** What makes no sense to us goes into the log all the same: it is for the dead letters, and must not stop the rest. */
    private static StripeEventHead head(Entry event) {
        try {
            return StripeEventHead.parse(event.json());
        } catch (MalformedEventException e) {
            return new StripeEventHead(
                    event.id(), event.type(), event.created().getEpochSecond(), null, null, event.id());
        }
    }

    private void advance(Instant doneUntil, Instant date, BackfillProgress progress) {
        @Nullable Instant covered = progress.coveredUntil();
        // By Stripe's clock no less than by ours: where ours is fast, Stripe will still write into the last seconds.
        Instant sure = earlier(doneUntil, date.minus(settings.settle()));
        if (covered != null && !sure.isAfter(covered)) {
            return;
        }
        if (!cursor.advance(covered, sure)) {
            throw new OvertakenException();
        }
        progress.coveredUntil(sure);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
