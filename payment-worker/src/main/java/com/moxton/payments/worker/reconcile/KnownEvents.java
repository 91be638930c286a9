package com.moxton.payments.worker.reconcile;

import java.util.Collection;
import java.util.Set;

/** Which events have come to us already. */
interface KnownEvents {

    /** Those of the ids that have been processed, or wait for their order to appear. */
    Set<String> among(Collection<String> eventIds);
}
