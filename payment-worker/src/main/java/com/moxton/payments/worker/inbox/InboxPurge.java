package com.moxton.payments.worker.inbox;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.lock.SingleInstance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Forgets events of long ago. ONE_EFFECT_PER_EVENT rests on {@code processed_events}, so a row goes only when nobody can bring
 * its event again: it is older than Stripe's memory, and the log begins behind its record. Whatever the topic's retention is,
 * a row outlives its record.
 *
 * <p>A few rows at a time, by primary key, with a pause as long as the deletion took: the consumers come first.
 */
@Component
class InboxPurge implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(InboxPurge.class);
    private static final String LOCK = "processed-events-purge";

    private final JdbcInboxPurge rows;
    private final LogStart logStart;
    private final InboxSettings settings;
    private final SingleInstance singleInstance;
    private final Counter purged;
    private final Clock clock;

    InboxPurge(
            JdbcInboxPurge rows,
            LogStart logStart,
            InboxSettings settings,
            SingleInstance singleInstance,
            MeterRegistry meters,
            Clock clock) {
        this.rows = rows;
        this.logStart = logStart;
        this.settings = settings;
        this.singleInstance = singleInstance;
        this.purged = Counter.builder("payments.events.purged")
                .description("Rows of processed_events that were old enough to be deleted")
                .register(meters);
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar schedule) {
        schedule.addFixedRateTask(
                new FixedRateTask(this::runQuietly, settings.purgeInterval(), settings.purgeInterval()));
    }

    private void runQuietly() {
        try {
            singleInstance.run(LOCK, this::purge);
        } catch (DataAccessException | TransactionException | KafkaException e) {
            log.atInfo()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("old events wait for database and Kafka to be forgotten");
        }
    }

    /** Returns how many rows were deleted. */
    long purge() {
        long began = System.nanoTime();
        Instant before = clock.instant().minus(settings.keep());
        JdbcInboxPurge.@Nullable Row last = null;
        long deleted = 0;
        long stillInLog = 0;
        List<JdbcInboxPurge.Row> old = rows.olderThan(before, null, settings.purgeBatch());
        Map<Integer, Long> firstOffsets = old.isEmpty() ? Map.of() : logStart.firstOffsets(Topic.STRIPE_EVENTS);
        while (!old.isEmpty() && !Thread.currentThread().isInterrupted()) {
            List<String> unreachable = old.stream()
                    .filter(row -> row.offset() < firstOffsets.getOrDefault(row.partition(), 0L))
                    .map(JdbcInboxPurge.Row::eventId)
                    .toList();
            stillInLog += old.size() - unreachable.size();
            deleted += delete(unreachable);
            last = old.getLast();
            old = rows.olderThan(before, last, settings.purgeBatch());
        }
        if (last != null) {
            log.atInfo()
                    .addKeyValue("before", before)
                    .addKeyValue("deleted", deleted)
                    .addKeyValue("stillInLog", stillInLog)
                    .addKeyValue(
                            "durationMs",
                            Duration.ofNanos(System.nanoTime() - began).toMillis())
                    .log("events of long ago forgotten");
        }
        return deleted;
    }

    private int delete(List<String> eventIds) {
        if (eventIds.isEmpty()) {
            return 0;
        }
        long began = System.nanoTime();
        int deleted = rows.delete(eventIds);
        purged.increment(deleted);
        try {
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return deleted;
    }
}
