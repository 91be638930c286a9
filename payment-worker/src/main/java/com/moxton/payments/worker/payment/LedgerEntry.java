package com.moxton.payments.worker.payment;

import com.moxton.payments.events.PaymentUpdate;
import java.util.List;
import java.util.Map;

/**
 * What {@link PaymentLedger#observe} did. To be published once the transaction is committed, and before the offset of the
 * record behind it is.
 *
 * @param outcomes by observation id
 * @param payments that were observed, as they are now
 * @param updates visible changes, in the order they happened
 * @param inDoubt payments that only Stripe can settle: ask for a refresh
 */
public record LedgerEntry(
        Map<String, ObservationOutcome> outcomes,
        List<Payment> payments,
        List<PaymentUpdate> updates,
        List<Payment> inDoubt) {}
