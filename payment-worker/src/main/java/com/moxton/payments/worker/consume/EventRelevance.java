package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.stripe.StripeAccounts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which events concern the ledger at all. */
@Component
public class EventRelevance {

    private final Livemode livemode;
    private final StripeAccounts accounts;

    EventRelevance(Livemode livemode, StripeAccounts accounts) {
        this.livemode = livemode;
        this.accounts = accounts;
    }

    /** What the event shows of a payment; null when it is none of the ledger's business. */
    public @Nullable Observation relevant(StripeEvent event) {
        return livemode.covers(event.livemode()) ? event.observation() : null;
    }

    /**
     * Whether an event may be about an order that isn't there yet. Of accounts that this worker doesn't serve none is, and
     * they are not to fill the dead letters. Which payment an event moves is the rows' to say alone, see the ledger: with an
     * account that was taken out of the settings, the events of its payments still count.
     */
    boolean mayHaveAnOrder(StripeEvent event) {
        return accounts.serves(event.account());
    }
}
