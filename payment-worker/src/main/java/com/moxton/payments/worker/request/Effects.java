package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.payment.Payment;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be published of a request's effect.
 *
 * @param updates in the order of their versions
 * @param inDoubt payments that only Stripe can settle
 */
record Effects(List<PaymentUpdate> updates, List<Payment> inDoubt) {

    Effects after(List<PaymentUpdate> earlier) {
        List<PaymentUpdate> all = new ArrayList<>(earlier);
        all.addAll(updates);
        return new Effects(all, inDoubt);
    }
}
