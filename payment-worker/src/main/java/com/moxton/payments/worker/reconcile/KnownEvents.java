package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** Which events have come to us already. */
interface KnownEvents {

    /** Those of the ids that have been processed, wait for their order to appear, or were rescued before. */
    Set<String> among(Collection<String> eventIds);

    /**
     * Enters that the backfill has published them: while the consumer lags, or when they end in the dead letters, they are
     * to be found in none of its tables.
     */
    void rescued(Collection<String> eventIds, Instant at);

    /** Forgets what was rescued so long ago that Stripe doesn't list it any more. */
    void forget(Instant rescuedBefore);
}
