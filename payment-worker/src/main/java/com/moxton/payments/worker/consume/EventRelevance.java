package com.moxton.payments.worker.consume;

import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.payment.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which events concern the ledger at all. */
@Component
public class EventRelevance {

    private final Livemode livemode;

    EventRelevance(Livemode livemode) {
        this.livemode = livemode;
    }

    /** What the event shows of a payment; null when it is none of the ledger's business. */
    public @Nullable Observation relevant(StripeEvent event) {
        return isRelevant(event) ? event.observation() : null;
    }

    private boolean isRelevant(StripeEvent event) {
        // A connected account's: we create intents on our own account only.
        return livemode.covers(event.livemode()) && event.account() == null;
    }

    /** What becomes of an event that is none of the ledger's business. */
    EventOutcome otherwise(StripeEvent event) {
        return event.observation() == null || !livemode.covers(event.livemode())
                ? EventOutcome.IGNORED
                : EventOutcome.FOREIGN;
    }
}
