package com.moxton.payments.worker.consume;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.payment.Payment;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch's transaction did, and what is to be published now that it is committed.
 *
 * @param outcomes of the events that were new, by event id
 * @param orphaned events that were parked, or still are
 * @param redelivered events that had been processed when they were delivered the first time
 * @param updates in the order of versions; those of redelivered events come first
 * @param inDoubt payments that Stripe has to be asked about
 */
record SettledBatch(
        Map<String, EventOutcome> outcomes,
        Set<String> orphaned,
        Set<String> redelivered,
        List<PaymentUpdate> updates,
        List<Payment> inDoubt) {}
