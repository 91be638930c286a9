package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A point in the log, by one of the two.
 *
 * @param time by Kafka's time of the records: the first record of each partition at or after it, as Kafka's own tools have it
 * @param offsets by partition; partitions that aren't named are left out altogether
 */
public record LogPoint(@Nullable Instant time, @Nullable Map<Integer, Long> offsets) {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    void check(String field) {
        if ((time == null) == (offsets == null)) {
            throw OpsProblemException.badInput(field, "must have either a time or offsets");
        }
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw OpsProblemException.badInput(field + ".time", "must lie between 1970 and 9999");
        }
        if (offsets != null) {
            if (offsets.isEmpty()) {
                throw OpsProblemException.badInput(field + ".offsets", "must name a partition");
            }
            offsets.forEach((partition, offset) -> {
                if (partition == null || partition < 0 || offset == null || offset < 0) {
                    throw OpsProblemException.badInput(
                            field + ".offsets", "must be offsets by partition, neither below 0");
                }
            });
        }
    }
}
