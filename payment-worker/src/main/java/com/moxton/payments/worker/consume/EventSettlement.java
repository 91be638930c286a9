package com.moxton.payments.worker.consume;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.inbox.Claims;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.inbox.JdbcInbox;
import com.moxton.payments.worker.inbox.JdbcParkedEvents;
import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.inbox.ParkedEvent;
import com.moxton.payments.worker.inbox.ReplayedEvent;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.payment.LedgerEntry;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.ObservationOutcome;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * ONE_EFFECT_PER_EVENT: in one transaction, finds out which events of a batch are new, has the ledger take them in, and
 * keeps their outcomes.
 */
@Component
public class EventSettlement {

    private final RetryingTransactions transactions;
    private final JdbcInbox inbox;
    private final JdbcParkedEvents parked;
    private final PaymentLedger ledger;
    private final PaymentRepository payments;
    private final JdbcReplayedEvents replayed;
    private final ForcedEvents forcedEvents;
    private final EventSettings.Parking parking;
    private final EventRelevance relevance;
    private final Clock clock;

    EventSettlement(
            RetryingTransactions transactions,
            JdbcInbox inbox,
            JdbcParkedEvents parked,
            PaymentLedger ledger,
            PaymentRepository payments,
            JdbcReplayedEvents replayed,
            ForcedEvents forcedEvents,
            EventSettings settings,
            EventRelevance relevance,
            Clock clock) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.parked = parked;
        this.ledger = ledger;
        this.payments = payments;
        this.replayed = replayed;
        this.forcedEvents = forcedEvents;
        this.parking = settings.parking();
        this.relevance = relevance;
        this.clock = clock;
    }

    /** In a transaction of its own, unless the caller has one. */
    public SettledBatch settle(List<EventRecord> records) {
        List<EventRecord> plain =
                records.stream().filter(record -> !record.isForced()).toList();
        Map<String, List<EventRecord>> forced = records.stream()
                .filter(EventRecord::isForced)
                .collect(Collectors.groupingBy(
                        record -> Objects.requireNonNull(record.replay()).id(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        // Twice in one batch is a duplicate like any other: the first position counts.
        Map<String, EventRecord> byId = new LinkedHashMap<>();
        plain.forEach(record -> byId.putIfAbsent(record.event().id(), record));
        if (forced.isEmpty()) {
            return transactions.execute(() -> settle(plain, byId));
        }
        Map<String, List<Observation>> beside = forcedEvents.besideMisread(
                forced.values().stream().flatMap(List::stream).toList());
        return transactions.execute(() -> {
            SettledBatch batch = settle(plain, byId);
            for (var replay : forced.entrySet()) {
                ForcedEvents.Settled settled = forcedEvents.settle(replay.getKey(), replay.getValue(), beside);
                park(replay.getValue().stream()
                        .filter(record ->
                                settled.toPark().contains(record.event().id()))
                        .toList());
                batch = batch.and(settled.batch());
            }
            return batch;
        });
    }

    /** Has the replays count what could not be processed at all. */
    void note(Map<ReplayedEvent, String> outcomes) {
        if (!outcomes.isEmpty()) {
            transactions.execute(() -> {
                replayed.note(outcomes);
                return outcomes;
            });
        }
    }

    private SettledBatch settle(List<EventRecord> records, Map<String, EventRecord> byId) {
        Claims claims =
                inbox.claim(byId.values().stream().map(EventRecord::forInbox).toList());
        Map<String, EventOutcome> outcomes = new HashMap<>();
        Set<String> orphaned = new HashSet<>();

        LedgerEntry entry = ledger.observe(observations(byId.values(), claims.fresh(), outcomes));
        sort(entry.outcomes(), id -> mayHaveAnOrder(byId, id), outcomes, orphaned);

        for (EventOutcome outcome : EventOutcome.values()) {
            if (outcome != EventOutcome.APPLIED) {
                inbox.settle(outcome, idsWith(outcome, outcomes));
            }
        }
        inbox.release(orphaned);
        park(orphaned.stream().map(byId::get).toList());

        List<PaymentUpdate> updates = new ArrayList<>(ledger.updatesCausedBy(claims.redelivered()));
        updates.addAll(entry.updates());
        List<Payment> inDoubt = new ArrayList<>(entry.inDoubt());
        inDoubt.addAll(stillInDoubt(claims.redelivered(), byId));
        SettledBatch settled =
                new SettledBatch(outcomes, orphaned, claims.redelivered(), updates, inDoubt, ofOtherAccounts(entry));
        replayed.note(outcomesOfReplays(records, byId, settled));
        return settled;
    }

    /** A record that isn't the first of its event in the batch is a duplicate, whatever became of the first. */
    private static Map<ReplayedEvent, String> outcomesOfReplays(
            List<EventRecord> records, Map<String, EventRecord> byId, SettledBatch settled) {
        Map<ReplayedEvent, String> outcomes = new HashMap<>();
        for (EventRecord record : records) {
            ReplayedEvent replayed = record.forReplay();
            if (replayed != null) {
                boolean first = byId.get(record.event().id()) == record;
                outcomes.merge(
                        replayed,
                        first ? settled.outcomeOf(record.event().id()) : SettledBatch.DUPLICATE,
                        (one, other) -> one.equals(SettledBatch.DUPLICATE) ? other : one);
            }
        }
        return outcomes;
    }

    private boolean mayHaveAnOrder(Map<String, EventRecord> byId, String eventId) {
        return relevance.mayHaveAnOrder(
                Objects.requireNonNull(byId.get(eventId)).event());
    }

    /**
     * Outcomes of the ledger as outcomes of events; those whose order may still come apart.
     *
     * @param mayHaveAnOrder whether to wait for the order of an event
     */
    static void sort(
            Map<String, ObservationOutcome> found,
            Predicate<String> mayHaveAnOrder,
            Map<String, EventOutcome> outcomes,
            Set<String> orphaned) {
        found.forEach((eventId, outcome) -> {
            EventOutcome kept = outcome(outcome);
            if (kept != null) {
                outcomes.put(eventId, kept);
            } else if (mayHaveAnOrder.test(eventId)) {
                orphaned.add(eventId);
            } else {
                outcomes.put(eventId, EventOutcome.FOREIGN);
            }
        });
    }

    static Set<String> ofOtherAccounts(LedgerEntry entry) {
        return entry.outcomes().entrySet().stream()
                .filter(found -> found.getValue() == ObservationOutcome.OTHER_ACCOUNT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Of the new events those that concern the ledger. What becomes of the others is known already. */
    private List<Observation> observations(
            Collection<EventRecord> records, Set<String> fresh, Map<String, EventOutcome> outcomes) {
        List<Observation> observations = new ArrayList<>();
        for (EventRecord record : records) {
            StripeEvent event = record.event();
            if (!fresh.contains(event.id())) {
                continue;
            }
            Observation observation = relevance.relevant(event);
            if (observation == null) {
                outcomes.put(event.id(), EventOutcome.IGNORED);
            } else {
                observations.add(observation);
            }
        }
        return observations;
    }

    private static @Nullable EventOutcome outcome(ObservationOutcome outcome) {
        return switch (outcome) {
            case APPLIED -> EventOutcome.APPLIED;
            case SUPERSEDED -> EventOutcome.SUPERSEDED;
            case ADOPTED -> EventOutcome.ADOPTED;
            case FOREIGN, OTHER_ACCOUNT -> EventOutcome.FOREIGN;
            case ORPHANED -> null;
        };
    }

    private static List<String> idsWith(EventOutcome wanted, Map<String, EventOutcome> outcomes) {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() == wanted)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void park(List<EventRecord> orphans) {
        Instant now = clock.instant();
        parked.park(orphans.stream()
                .map(record -> new ParkedEvent(
                        record.event().id(), record.position(), 1, now, now.plus(parking.pauseAfter(1))))
                .toList());
    }

    /** A crash may have come before Stripe was asked. */
    private List<Payment> stillInDoubt(Set<String> redelivered, Map<String, EventRecord> byId) {
        Set<String> intentIds = redelivered.stream()
                .map(eventId -> Objects.requireNonNull(byId.get(eventId)).event())
                .filter(event -> event.observation() != null)
                .map(StripeEvent::intentId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return payments.findByIntents(intentIds).stream()
                .filter(Payment::inDoubt)
                .toList();
    }
}
