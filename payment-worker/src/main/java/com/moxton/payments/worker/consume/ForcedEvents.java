package com.moxton.payments.worker.consume;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.inbox.Claims;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.inbox.InboxEvent;
import com.moxton.payments.worker.inbox.JdbcInbox;
import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.inbox.ReplayedEvent;
import com.moxton.payments.worker.payment.LedgerEntry;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.Reread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The events of forced replays. They pass {@code processed_events} by, and are held to one effect for each replay by
 * {@code replayed_events} instead. Inside a transaction of {@link EventSettlement}.
 */
@Component
class ForcedEvents {

    private final JdbcInbox inbox;
    private final JdbcReplayedEvents replayed;
    private final PaymentLedger ledger;
    private final EventRelevance relevance;
    private final IntentLog intentLog;

    ForcedEvents(
            JdbcInbox inbox,
            JdbcReplayedEvents replayed,
            PaymentLedger ledger,
            EventRelevance relevance,
            IntentLog intentLog) {
        this.inbox = inbox;
        this.replayed = replayed;
        this.ledger = ledger;
        this.relevance = relevance;
        this.intentLog = intentLog;
    }

    /**
     * @param toPark of the orphaned those that had never been processed: their time may come
     */
    record Settled(SettledBatch batch, Set<String> toPark) {}

    /** To be asked before the transaction: it reads the log. */
    Map<String, List<Observation>> besideMisread(List<EventRecord> forced) {
        return intentLog.besideMisread(forced.stream()
                .map(record -> relevance.relevant(record.event()))
                .filter(Objects::nonNull)
                .toList());
    }

    /**
     * @param records of one replay
     * @param beside what {@link #besideMisread} found
     */
    Settled settle(String replayId, List<EventRecord> records, Map<String, List<Observation>> beside) {
        Map<String, EventRecord> byId = new LinkedHashMap<>();
        records.forEach(record -> byId.putIfAbsent(record.event().id(), record));
        Set<String> unknownBefore = inbox.claim(
                        byId.values().stream().map(EventRecord::forInbox).toList())
                .fresh();
        Claims claims = replayed.claim(
                replayId,
                byId.values().stream()
                        .map(record ->
                                new ReplayedEvent(replayId, record.event().id(), record.position()))
                        .toList());

        Map<String, EventOutcome> outcomes = new HashMap<>();
        List<Reread> rereads = new ArrayList<>();
        byId.forEach((eventId, record) -> {
            Observation observation = relevance.relevant(record.event());
            if (!claims.fresh().contains(eventId)) {
                return;
            }
            if (observation == null) {
                outcomes.put(eventId, EventOutcome.IGNORED);
            } else {
                rereads.add(new Reread(
                        observation, beside.getOrDefault(observation.intent().intentId(), List.of())));
            }
        });
        LedgerEntry entry = ledger.reread(rereads, replayId);
        Set<String> orphaned = new HashSet<>();
        EventSettlement.sort(
                entry.outcomes(),
                eventId -> relevance.mayHaveAnOrder(
                        Objects.requireNonNull(byId.get(eventId)).event()),
                outcomes,
                orphaned);
        Set<String> toPark = orphaned.stream().filter(unknownBefore::contains).collect(Collectors.toSet());
        inbox.release(toPark);
        write(replayId, byId, outcomes, orphaned);

        List<PaymentUpdate> updates = new ArrayList<>(ledger.updatesCausedBy(claims.redelivered().stream()
                .map(eventId -> PaymentLedger.forcedCauseId(replayId, eventId))
                .toList()));
        updates.addAll(entry.updates());
        return new Settled(
                new SettledBatch(
                        outcomes,
                        orphaned,
                        claims.redelivered(),
                        updates,
                        entry.inDoubt(),
                        EventSettlement.ofOtherAccounts(entry)),
                toPark);
    }

    private void write(
            String replayId, Map<String, EventRecord> byId, Map<String, EventOutcome> outcomes, Set<String> orphaned) {
        Map<InboxEvent, EventOutcome> revised = new HashMap<>();
        outcomes.forEach((eventId, outcome) ->
                revised.put(Objects.requireNonNull(byId.get(eventId)).forInbox(), outcome));
        inbox.revise(revised);
        outcomes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toSet())))
                .forEach((outcome, eventIds) -> replayed.settle(replayId, outcome.wireName(), eventIds));
        replayed.settle(replayId, JdbcReplayedEvents.ORPHANED, orphaned);
    }
}
