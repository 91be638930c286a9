package com.moxton.payments.worker.deadletter;

import com.moxton.payments.worker.ops.MaskedJson;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsAudit;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.ops.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What operators see of dead letters and do with them, for the REST API as for anything else. Every act is written to the
 * audit in the transaction that makes it so. A redrive only marks them; see {@link Redrives}.
 */
@Service
public class DeadLetters {

    static final int GREATEST_PAGE = 500;
    private static final int MOST_IDS = 1000;
    /** Rows that one transaction marks. */
    private static final int CHUNK = 1000;

    private final JdbcDeadLetters letters;
    private final LetterBodies bodies;
    private final OpsAudit audit;
    private final TransactionTemplate transactions;

    DeadLetters(JdbcDeadLetters letters, LetterBodies bodies, OpsAudit audit, TransactionTemplate transactions) {
        this.letters = letters;
        this.bodies = bodies;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** How many letters of a topic are in a state for a reason. */
    public record Count(String topic, String state, String reason, long letters) {}

    /**
     * @param text with its secrets masked
     * @param bytes of the body itself
     * @param headers of the dead letter, masked too
     */
    public record Body(String text, int bytes, Map<String, String> headers) {}

    /**
     * @param id the replay id that its records bear
     * @param letters how many are to be published, or were
     * @param states how many of them are in which state by now
     */
    public record Redrive(String id, long letters, Map<String, Long> states) {}

    /**
     * The newest first.
     *
     * @param before only letters with a smaller id; null for the newest
     */
    public List<DeadLetter> list(DeadLetterFilter filter, @Nullable Long before, int limit) {
        filter.check();
        if (limit < 1 || limit > GREATEST_PAGE) {
            throw OpsProblemException.badInput("limit", "must lie between 1 and %d".formatted(GREATEST_PAGE));
        }
        return letters.list(filter, before == null ? Long.MAX_VALUE : before, limit);
    }

    public List<Count> counts() {
        return letters.counts();
    }

    /**
     * @throws OpsProblemException 404
     */
    public DeadLetter find(long id) {
        return letters.find(id).orElseThrow(() -> notFound(id));
    }

    private static OpsProblemException notFound(long id) {
        return OpsProblemException.notFound("dead_letter_not_found", "There is no dead letter %d.".formatted(id));
    }

    /**
     * Read from the log as it is now; null when the log no longer holds it.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka doesn't answer
     */
    public @Nullable Body body(long id) {
        DeadLetter letter = find(id);
        ConsumerRecord<byte[], byte[]> record = bodies.find(List.of(letter)).get(letter);
        if (record == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            String value = header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
            headers.put(MaskedJson.text(header.key()), MaskedJson.header(header.key(), value));
        }
        byte[] value = record.value();
        return new Body(MaskedJson.of(value), value == null ? 0 : value.length, headers);
    }

    /** What operators did to it, the oldest first. */
    public List<OpsAudit.Entry> history(long id) {
        DeadLetter letter = find(id);
        List<OpsAudit.Entry> entries = new ArrayList<>(audit.of(letter.auditSubject()));
        if (letter.redriveId() != null) {
            entries.addAll(audit.of(letter.redriveId()));
        }
        return entries.stream()
                .sorted(Comparator.comparingLong(OpsAudit.Entry::id))
                .toList();
    }

    /**
     * All of them or none.
     *
     * @param reason null when there is no more to say
     * @throws OpsProblemException 404 when one doesn't exist, 409 when one isn't open
     */
    public Redrive redrive(Collection<Long> ids, @Nullable String reason, Operator operator) {
        TreeSet<Long> wanted = checked(ids);
        String why = optional(reason);
        String redriveId = UUID.randomUUID().toString();
        transactions.executeWithoutResult(status -> {
            checkOpen(wanted, "redrive");
            if (letters.markForRedrive(wanted, redriveId, operator.name()) != wanted.size()) {
                throw changedMeanwhile();
            }
            for (long id : wanted) {
                audit.record(
                        operator,
                        "dead-letter.redrive",
                        DeadLetter.auditSubject(id),
                        why,
                        Map.of("redriveId", redriveId));
            }
        });
        return redrive(redriveId);
    }

    /**
     * All open ones that fit and are indexed by now. They are marked in pieces, so that thousands hold up nobody: when it
     * fails half-way, what is marked is redriven, and the rest is open as before.
     *
     * @param filter its state must be null or {@code open}
     * @throws OpsProblemException 409 when there are none
     */
    public Redrive redriveAll(DeadLetterFilter filter, @Nullable String reason, Operator operator) {
        filter.check();
        if (filter.state() != null && !filter.state().equals(DeadLetterState.OPEN.wireName())) {
            throw OpsProblemException.badInput("filter.state", "must be open, or absent");
        }
        String why = optional(reason);
        String redriveId = UUID.randomUUID().toString();
        long upTo = letters.newest();
        long marked = 0;
        long after = 0;
        while (true) {
            List<Long> ids = letters.open(filter, after, upTo, CHUNK);
            if (ids.isEmpty()) {
                break;
            }
            boolean first = after == 0;
            Integer more = transactions.execute(status -> {
                if (first) {
                    audit.record(operator, "dead-letter.redrive-all", redriveId, why, filter);
                }
                return letters.markForRedrive(ids, redriveId, operator.name());
            });
            marked += more == null ? 0 : more;
            after = ids.getLast();
        }
        if (marked == 0) {
            throw OpsProblemException.conflict("no_dead_letters", "No open dead letter fits: nothing to redrive.");
        }
        return redrive(redriveId);
    }

    /**
     * How far a redrive has come.
     *
     * @throws OpsProblemException 404
     */
    public Redrive redrive(String redriveId) {
        Map<String, Long> states = letters.progress(redriveId);
        if (states.isEmpty()) {
            throw OpsProblemException.notFound("redrive_not_found", "There is no such redrive.");
        }
        return new Redrive(
                redriveId, states.values().stream().mapToLong(Long::longValue).sum(), states);
    }

    /**
     * All of them or none. They stay in the index and in the log.
     *
     * @param reason required
     * @throws OpsProblemException 404 when one doesn't exist, 409 when one isn't open
     */
    public void discard(Collection<Long> ids, @Nullable String reason, Operator operator) {
        String why = Reason.required(reason);
        TreeSet<Long> wanted = checked(ids);
        transactions.executeWithoutResult(status -> {
            checkOpen(wanted, "discard");
            if (letters.discard(wanted, operator.name(), why) != wanted.size()) {
                throw changedMeanwhile();
            }
            for (long id : wanted) {
                audit.record(operator, "dead-letter.discard", DeadLetter.auditSubject(id), why, null);
            }
        });
    }

    private static @Nullable String optional(@Nullable String reason) {
        return reason == null || reason.isBlank() ? null : Reason.required(reason);
    }

    private static TreeSet<Long> checked(Collection<Long> ids) {
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            throw OpsProblemException.badInput("ids", "must be between 1 and %d ids".formatted(MOST_IDS));
        }
        return new TreeSet<>(ids);
    }

    private void checkOpen(TreeSet<Long> wanted, String act) {
        List<DeadLetter> found = letters.findAll(wanted);
        TreeSet<Long> missing = new TreeSet<>(wanted);
        for (DeadLetter letter : found) {
            missing.remove(letter.id());
            if (letter.state() != DeadLetterState.OPEN) {
                throw OpsProblemException.conflict(
                        "dead_letter_" + letter.state().wireName(),
                        "Dead letter %d is %s%s: nothing to %s."
                                .formatted(
                                        letter.id(),
                                        letter.state().wireName(),
                                        letter.newerId() == null ? "" : " by dead letter " + letter.newerId(),
                                        act));
            }
        }
        if (!missing.isEmpty()) {
            throw notFound(missing.first());
        }
    }

    private static OpsProblemException changedMeanwhile() {
        return OpsProblemException.conflict(
                "dead_letter_changed", "One of the dead letters has changed just now. Look again.");
    }
}
