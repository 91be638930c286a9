package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.enquiry.Timeline.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts the {@link Timeline} of a payment together from all tables that know something of it. */
@Service
@Transactional(readOnly = true)
public class Timelines {

    /** Entries of one timeline. */
    public static final int MOST = 500;

    private static final Comparator<Entry> IN_ORDER =
            Comparator.comparing(Entry::at).thenComparing(Entry::kind);

    private final Payments payments;
    private final RequestEntries requests;
    private final EventEntries events;
    private final ChangeEntries changes;

    Timelines(Payments payments, RequestEntries requests, EventEntries events, ChangeEntries changes) {
        this.payments = payments;
        this.requests = requests;
        this.events = events;
        this.changes = changes;
    }

    /**
     * @throws com.moxton.payments.worker.ops.OpsProblemException 404 when there is no such payment
     */
    public Timeline of(String paymentId) {
        return of(payments.find(paymentId).payment(), MOST);
    }

    /** The same, of a payment that has been found. */
    public Timeline of(PaymentDetail payment) {
        return of(payment.payment(), MOST);
    }

    Timeline of(PaymentView payment, int most) {
        // Of each table the newest ones and one more: what isn't among these is cut off in any case.
        List<Entry> entries = new ArrayList<>(requests.of(payment, most + 1));
        entries.addAll(events.of(payment, most + 1));
        entries.addAll(changes.of(payment, most + 1));
        entries.sort(IN_ORDER);
        boolean cut = entries.size() > most;
        return new Timeline(
                payment.id(), List.copyOf(cut ? entries.subList(entries.size() - most, entries.size()) : entries), cut);
    }
}
