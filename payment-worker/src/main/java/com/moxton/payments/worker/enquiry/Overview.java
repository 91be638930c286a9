package com.moxton.payments.worker.enquiry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How things are at this moment. What can't be had, because the database or Kafka is away, says so; the rest is there.
 *
 * @param at when it was put together
 * @param breaker of the calls to Stripe: {@code closed}, {@code open}, {@code half_open}
 * @param minutes of the last hour, the oldest first; sixty
 * @param outcomes how many events had which outcome
 * @param lag how far the worker is behind
 * @param stripeCalls of the last 15 minutes, by operation
 */
public record Overview(
        Instant at,
        String breaker,
        Part<List<Minute>> minutes,
        Part<Outcomes> outcomes,
        Part<Lag> lag,
        Part<List<StripeCalls>> stripeCalls,
        Part<DeadLetters> deadLetters,
        Part<Parked> parked,
        Part<Backfill> backfill) {

    /**
     * @param value null when it can't be had
     * @param problem why it can't be had; null when it is there
     */
    public record Part<T>(@Nullable T value, @Nullable String problem) {

        static <T> Part<T> of(T value) {
            return new Part<>(value, null);
        }

        static <T> Part<T> missing(String problem) {
            return new Part<>(null, problem);
        }

        public boolean isThere() {
            return value != null;
        }
    }

    /**
     * @param start of the minute
     * @param received events that our edge took in then, as far as they are processed by now
     * @param applied events that were processed then and moved a payment
     */
    public record Minute(Instant start, long received, long applied) {}

    /** Events processed in the last hour and in the last day, by outcome. */
    public record Outcomes(Map<String, Long> hour, Map<String, Long> day) {}

    /**
     * @param oldestUnprocessed when the oldest event that the worker has not come to was written to the log; null when there
     *     is none
     */
    public record Lag(List<GroupLag> groups, @Nullable Instant oldestUnprocessed) {}

    /** @param records how many the group has yet to do, in all partitions */
    public record GroupLag(String group, String topic, long records, List<PartitionLag> partitions) {}

    /** @param committed the first offset that isn't done; the beginning of the log when nothing was committed */
    public record PartitionLag(int partition, long committed, long end) {
        public long records() {
            return Math.max(0, end - committed);
        }
    }

    /**
     * @param calls those that were made; one that the breaker or the rate limit held back is none
     * @param failed those that Stripe did not serve: no answer, an unreadable one, a 5xx, 409, 429, or a key refused
     * @param withheld those that were not made
     */
    public record StripeCalls(String operation, long calls, long failed, long withheld, Duration p50, Duration p95) {}

    /** @param byTopic how many wait for a person, by dead-letter topic */
    public record DeadLetters(long open, Map<String, Long> byTopic) {}

    /**
     * Events of ours whose order isn't there (yet).
     *
     * @param oldest when the first of them failed; null when there is none
     */
    public record Parked(long events, @Nullable Instant oldest) {}

    /**
     * @param coveredUntil up to there Stripe's list of events has been compared with ours; null before the first run
     * @param lastSeen events that Stripe showed the last run
     * @param lastRescued how many of them were missing and were published
     */
    public record Backfill(
            @Nullable Instant coveredUntil,
            @Nullable Instant lastRunAt,
            @Nullable Instant lastCompletedAt,
            long lastSeen,
            long lastRescued) {}
}
