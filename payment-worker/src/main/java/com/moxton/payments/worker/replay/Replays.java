package com.moxton.payments.worker.replay;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsAudit;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.ops.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What operators do with replays, dry runs and audits, for the REST API as for anything else. Every act is written to the
 * audit in the transaction that makes it so.
 */
@Service
@Transactional
public class Replays {

    private static final Set<JobMode> REPLAYS = Set.of(JobMode.RUN, JobMode.DRY_RUN);
    private static final Set<JobMode> AUDITS = Set.of(JobMode.AUDIT);
    private static final int GREATEST_PAGE = 500;

    private final JdbcReplayJobs jobs;
    private final ReplayDiffs diffs;
    private final JdbcReplayedEvents replayed;
    private final PartitionsCheck partitions;
    private final OpsAudit audit;
    private final ReplaySettings settings;

    Replays(
            JdbcReplayJobs jobs,
            ReplayDiffs diffs,
            JdbcReplayedEvents replayed,
            PartitionsCheck partitions,
            OpsAudit audit,
            ReplaySettings settings) {
        this.jobs = jobs;
        this.diffs = diffs;
        this.replayed = replayed;
        this.partitions = partitions;
        this.audit = audit;
        this.settings = settings;
    }

    /**
     * What an operator asks for.
     *
     * @param mode {@code dry-run} or {@code run}
     * @param topic {@code stripe.events} when null
     * @param from null for the beginning of the log
     * @param to null for its end as it is when the job begins
     * @param filter null for all records
     * @param limit null for no limit
     * @param force null for false
     * @param rate records a second of a run; null for the setting
     * @param reason why: required, kept with the job and in the audit
     * @param dryRun id of a dry run: the run does what that has shown, to the same records. Topic, points, filter, limit and
     *     force must be null then
     */
    public record Wish(
            @Nullable String mode,
            @Nullable String topic,
            @Nullable LogPoint from,
            @Nullable LogPoint to,
            @Nullable ReplayFilter filter,
            @Nullable Long limit,
            @Nullable Boolean force,
            @Nullable Integer rate,
            @Nullable String reason,
            @Nullable String dryRun) {}

    /**
     * @return the job, not begun yet
     * @throws OpsProblemException when something is wrong with the wish; it names the field
     */
    public ReplayJob start(Wish wish, Operator operator) {
        JobMode mode = REPLAYS.stream()
                .filter(known -> known.wireName().equals(wish.mode()))
                .findFirst()
                .orElseThrow(() -> OpsProblemException.badInput("mode", "must be dry-run or run"));
        ReplayChoice choice = wish.dryRun() == null ? choice(wish) : choiceOfDryRun(wish, mode);
        return start(mode, choice, wish.reason(), operator);
    }

    /**
     * @param filter by intents and orders only; null for all
     */
    public ReplayJob startAudit(@Nullable ReplayFilter filter, @Nullable String reason, Operator operator) {
        ReplayFilter wanted = filter == null ? ReplayFilter.ALL : filter;
        if (wanted.isAboutMoreThanPayments()) {
            throw OpsProblemException.badInput("filter", "of an audit knows intents and orders only");
        }
        ReplayChoice choice = new ReplayChoice(
                Topic.STRIPE_EVENTS.topicName(), null, null, wanted, null, false, settings.rate(), null);
        return start(JobMode.AUDIT, choice, reason, operator);
    }

    private ReplayJob start(JobMode mode, ReplayChoice choice, @Nullable String reason, Operator operator) {
        choice.check(mode);
        String why = Reason.required(reason);
        partitions.check(choice);
        String id = UUID.randomUUID().toString();
        jobs.insert(id, mode, choice, operator.name(), why);
        audit.record(operator, actOf(mode), id, why, choice);
        return find(id);
    }

    private static String actOf(JobMode mode) {
        return switch (mode) {
            case RUN -> "replay.start";
            case DRY_RUN -> "replay.dry-run";
            case AUDIT -> "audit.start";
        };
    }

    private ReplayChoice choice(Wish wish) {
        return new ReplayChoice(
                wish.topic() == null ? Topic.STRIPE_EVENTS.topicName() : wish.topic(),
                wish.from(),
                wish.to(),
                wish.filter() == null ? ReplayFilter.ALL : wish.filter(),
                wish.limit(),
                Boolean.TRUE.equals(wish.force()),
                wish.rate() == null ? settings.rate() : wish.rate(),
                null);
    }

    private ReplayChoice choiceOfDryRun(Wish wish, JobMode mode) {
        if (mode != JobMode.RUN) {
            throw OpsProblemException.badInput("dryRun", "is for a run");
        }
        if (wish.topic() != null
                || wish.from() != null
                || wish.to() != null
                || wish.filter() != null
                || wish.limit() != null
                || wish.force() != null) {
            throw OpsProblemException.badInput("dryRun", "leaves nothing to choose but rate and reason");
        }
        ReplayJob shown = jobs.find(String.valueOf(wish.dryRun()))
                .filter(job -> job.mode() == JobMode.DRY_RUN && job.state() == JobState.COMPLETED)
                .orElseThrow(() -> OpsProblemException.badInput("dryRun", "is no completed dry run"));
        ReplayChoice choice = shown.choice();
        return new ReplayChoice(
                choice.topic(),
                choice.from(),
                choice.to(),
                choice.filter(),
                choice.limit(),
                choice.force(),
                wish.rate() == null ? settings.rate() : wish.rate(),
                shown.id());
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<ReplayJob> list(int offset, int limit) {
        checkPage(offset, limit);
        return jobs.list(REPLAYS, offset, limit);
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<ReplayJob> listAudits(int offset, int limit) {
        checkPage(offset, limit);
        return jobs.list(AUDITS, offset, limit);
    }

    /** With the outcomes so far, while a run is under way. */
    @Transactional(readOnly = true)
    public ReplayJob find(String id) {
        return jobs.find(id)
                .map(this::withOutcomes)
                .orElseThrow(() -> OpsProblemException.notFound("replay_not_found", "There is no such job."));
    }

    private ReplayJob withOutcomes(ReplayJob job) {
        if (job.mode() != JobMode.RUN
                || job.state() == JobState.COMPLETED
                || !job.choice().isOfEvents()) {
            return job;
        }
        Map<String, Object> result = new TreeMap<>(job.result());
        result.put("outcomes", replayed.outcomes(job.id()));
        return new ReplayJob(
                job.id(),
                job.mode(),
                job.state(),
                job.choice(),
                job.requestedBy(),
                job.reason(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.updatedAt(),
                job.scanned(),
                job.matched(),
                job.done(),
                result,
                job.problem(),
                job.ranges());
    }

    /** Differences that a dry run or an audit has found, in the order they were found. */
    @Transactional(readOnly = true)
    public List<RowDiff> diffs(String id, int offset, int limit) {
        checkPage(offset, limit);
        find(id);
        return diffs.page(id, offset, limit);
    }

    private static void checkPage(int offset, int limit) {
        if (offset < 0) {
            throw OpsProblemException.badInput("offset", "must be at least 0");
        }
        if (limit < 1 || limit > GREATEST_PAGE) {
            throw OpsProblemException.badInput("limit", "must lie between 1 and %d".formatted(GREATEST_PAGE));
        }
    }

    /**
     * @throws OpsProblemException 404 when there is no such job, 409 when its state doesn't allow it
     */
    public ReplayJob act(String id, JobState.Act act, Operator operator) {
        ReplayJob job = find(id);
        if (!jobs.move(id, act.from(), act.to())) {
            throw OpsProblemException.conflict(
                    "replay_" + job.state().wireName(),
                    "The job is %s: nothing to %s."
                            .formatted(job.state().wireName(), act.name().toLowerCase(Locale.ROOT)));
        }
        String kind = job.mode() == JobMode.AUDIT ? "audit." : "replay.";
        audit.record(operator, kind + act.name().toLowerCase(Locale.ROOT), id, null, null);
        return find(id);
    }
}
