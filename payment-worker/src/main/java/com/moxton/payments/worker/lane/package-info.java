/**
 * Consumes a topic whose records take long and must stay in order for each key only: hundreds of records under way at
 * once, one at a time for each key, and an offset committed only when the record and all below it are done.
 *
 * <p>Who touches what: one poll thread owns the Kafka consumer and the books of offsets; each key's records are worked
 * off on a virtual thread of that key's lane; the two meet in {@link com.moxton.payments.worker.lane.PartitionLanes}.
 *
 * <p>Not guaranteed: that a record is handled once only. After a crash, or when a record outlives the wait at a
 * rebalance, it is handled again, perhaps while the first attempt still runs elsewhere. Handlers are idempotent.
 */
@NullMarked
package com.moxton.payments.worker.lane;

import org.jspecify.annotations.NullMarked;
