package com.moxton.payments.worker.replay;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a job was asked for, as it is kept with the job.
 *
 * @param from null for the beginning of the log
 * @param to null for where the log ends when the job begins
 * @param limit how many records at most; null for all
 * @param force whether events are to be taken in although they were
 * @param rate records a second; of a run
 * @param dryRun id of the dry run whose choice this is; null when there was none
 */
public record ReplayChoice(
        String topic,
        @Nullable LogPoint from,
        @Nullable LogPoint to,
        ReplayFilter filter,
        @Nullable Long limit,
        boolean force,
        int rate,
        @Nullable String dryRun) {

    /** Where records go back to. */
    private static final Map<Topic, Topic> TARGETS = new EnumMap<>(Map.of(
            Topic.STRIPE_EVENTS, Topic.STRIPE_EVENTS,
            Topic.STRIPE_EVENTS_DLT, Topic.STRIPE_EVENTS,
            Topic.PAYMENT_REQUESTS_DLT, Topic.PAYMENT_REQUESTS));

    Topic source() {
        return TARGETS.keySet().stream()
                .filter(known -> known.topicName().equals(topic))
                .findFirst()
                .orElseThrow(() -> OpsProblemException.badInput(
                        "topic",
                        "must be one of "
                                + Arrays.stream(Topic.values())
                                        .filter(TARGETS::containsKey)
                                        .map(Topic::topicName)
                                        .collect(Collectors.joining(", "))));
    }

    Topic target() {
        return Objects.requireNonNull(TARGETS.get(source()));
    }

    boolean isOfEvents() {
        return target() == Topic.STRIPE_EVENTS;
    }

    /**
     * @throws OpsProblemException that names the field
     */
    void check(JobMode mode) {
        source();
        if (from != null) {
            from.check("from");
        }
        if (to != null) {
            to.check("to");
        }
        filter.check();
        if (limit != null && limit < 1) {
            throw OpsProblemException.badInput("limit", "must be at least 1");
        }
        if (rate < 1 || rate > ReplaySettings.GREATEST_RATE) {
            throw OpsProblemException.badInput(
                    "rate", "must lie between 1 and %d records a second".formatted(ReplaySettings.GREATEST_RATE));
        }
        if (!isOfEvents()) {
            checkRequests(mode);
        }
    }

    private void checkRequests(JobMode mode) {
        if (mode == JobMode.DRY_RUN) {
            throw OpsProblemException.badInput("mode", "can't be dry-run for requests: they call Stripe");
        }
        if (force) {
            throw OpsProblemException.badInput("force", "is for events only: a request has its effect once");
        }
        if (filter.isAboutEvents()) {
            throw OpsProblemException.badInput("filter", "of requests knows intents, orders and sources only");
        }
    }
}
