package com.moxton.payments.worker.enquiry;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a list, the newest first.
 *
 * @param next where the next piece begins, to be given as {@code before}; null when this was the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * @param found one more than belong on the page, if there are more
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> cursor) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(
                        found.subList(0, limit),
                        cursor.apply(found.get(limit - 1)).toString());
    }
}
