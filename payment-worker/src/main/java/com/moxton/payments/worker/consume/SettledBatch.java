package com.moxton.payments.worker.consume;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.payment.Payment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a batch's transaction did, and what is to be published now that it is committed.
 *
 * @param outcomes of the events that were new, by event id
 * @param orphaned events that were parked, or still are
 * @param redelivered events that had been processed when they were delivered the first time
 * @param updates in the order of versions; those of redelivered events come first
 * @param inDoubt payments that Stripe has to be asked about
 * @param ofOtherAccounts events that name a payment or an order of ours and are of another Stripe account
 */
public record SettledBatch(
        Map<String, EventOutcome> outcomes,
        Set<String> orphaned,
        Set<String> redelivered,
        List<PaymentUpdate> updates,
        List<Payment> inDoubt,
        Set<String> ofOtherAccounts) {

    /** Of an event that has had its effect before. */
    public static final String DUPLICATE = "duplicate";

    /** What became of one of the batch's events, in one word: as in {@code processed_events}, or another. */
    public String outcomeOf(String eventId) {
        EventOutcome outcome = outcomes.get(eventId);
        if (outcome != null) {
            return outcome.wireName();
        }
        if (orphaned.contains(eventId)) {
            return JdbcReplayedEvents.ORPHANED;
        }
        return redelivered.contains(eventId) ? "redelivered" : DUPLICATE;
    }

    /** Both, where the other one came after this one. */
    SettledBatch and(SettledBatch other) {
        Map<String, EventOutcome> allOutcomes = new HashMap<>(outcomes);
        allOutcomes.putAll(other.outcomes);
        return new SettledBatch(
                allOutcomes,
                union(orphaned, other.orphaned),
                union(redelivered, other.redelivered),
                Stream.concat(updates.stream(), other.updates.stream()).toList(),
                Stream.concat(inDoubt.stream(), other.inDoubt.stream()).toList(),
                union(ofOtherAccounts, other.ofOtherAccounts));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }
}
