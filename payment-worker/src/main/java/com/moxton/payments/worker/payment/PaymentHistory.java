package com.moxton.payments.worker.payment;

import com.moxton.payments.events.PaymentUpdate;
import java.util.Collection;
import java.util.List;

/** The rows of {@code payment_history}: one for each visible change, append only. */
public interface PaymentHistory {

    void append(Collection<PaymentChange> changes);

    /**
     * The updates that these observations or requests caused, as they were published the first time (or should have been:
     * a crash may have come between). By payment, in ascending order of version.
     *
     * @param causeIds event ids, {@code api:<request id>}, request ids
     */
    List<PaymentUpdate> updatesCausedBy(Collection<String> causeIds);
}
