package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.DeadLetter;
import com.moxton.payments.resilience.check.Evidence.Event;
import com.moxton.payments.resilience.check.Evidence.HistoryRow;
import com.moxton.payments.resilience.check.Evidence.Intent;
import com.moxton.payments.resilience.check.Evidence.LogRecord;
import com.moxton.payments.resilience.check.Evidence.OrderRow;
import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.Evidence.ProcessedEvent;
import com.moxton.payments.resilience.check.Evidence.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One paid order as it must be, in lists that a test may spoil. */
final class PaidOrder {

    static final String ORDER = "ord_1";
    static final String INTENT = "pi_1";
    static final String PAYMENT = "pay_1";
    static final String CREATED = "evt_created";
    static final String SUCCEEDED = "evt_succeeded";
    static final String POISON = "stripe.events:1:3";

    final List<Intent> intents = new ArrayList<>(List.of(new Intent(INTENT, "succeeded", ORDER, PAYMENT, 4999, 4999)));
    final List<Event> events = new ArrayList<>(List.of(
            new Event(CREATED, "payment_intent.created", true),
            new Event(SUCCEEDED, "payment_intent.succeeded", true)));
    final Map<String, Set<String>> intentsTold = new HashMap<>(Map.of(ORDER, new HashSet<>(Set.of(INTENT))));
    final Set<String> paymentsTold = new HashSet<>(Set.of(ORDER));
    final Set<String> poison = new HashSet<>(Set.of(POISON));
    final List<LogRecord> log = new ArrayList<>(
            List.of(new LogRecord(CREATED, 0, 10), new LogRecord(SUCCEEDED, 0, 11), new LogRecord(SUCCEEDED, 0, 12)));
    final List<Update> updates = new ArrayList<>(List.of(
            new Update(PAYMENT, 1, "requested"),
            new Update(PAYMENT, 2, "requires_payment_method"),
            new Update(PAYMENT, 3, "succeeded"),
            new Update(PAYMENT, 3, "succeeded")));
    final List<DeadLetter> deadLetters = new ArrayList<>(List.of(new DeadLetter(POISON, null, "malformed")));
    final List<OrderRow> orders = new ArrayList<>(List.of(new OrderRow(ORDER, "paid", true)));
    final List<PaymentRow> payments =
            new ArrayList<>(List.of(new PaymentRow(PAYMENT, ORDER, INTENT, "succeeded", 4999, 4999, 3)));
    final List<HistoryRow> history = new ArrayList<>(List.of(
            new HistoryRow(PAYMENT, 1, null, "requested", "pending", "", "req_1"),
            new HistoryRow(PAYMENT, 2, "requested", "requires_payment_method", "pending", "", CREATED),
            new HistoryRow(PAYMENT, 3, "requires_payment_method", "succeeded", "paid", "", SUCCEEDED)));
    final List<ProcessedEvent> processed = new ArrayList<>(
            List.of(new ProcessedEvent(CREATED, "applied", 0, 10), new ProcessedEvent(SUCCEEDED, "applied", 0, 11)));
    final List<String> unanswered = new ArrayList<>();

    Evidence evidence() {
        return new Evidence(
                intents,
                events,
                intentsTold,
                paymentsTold,
                poison,
                log,
                updates,
                deadLetters,
                orders,
                payments,
                history,
                processed,
                unanswered);
    }
}
