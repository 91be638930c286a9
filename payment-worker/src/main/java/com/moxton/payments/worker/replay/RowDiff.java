package com.moxton.payments.worker.replay;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one row differs.
 *
 * @param entity {@code payment} or {@code order}
 * @param kind {@code update}, {@code insert} of a dry run; {@code differs}, {@code missing}, {@code unfounded} of an audit
 * @param columns those that differ, by name
 */
public record RowDiff(String entity, String id, String kind, Map<String, Column> columns) {

    /**
     * @param before as it is; null for NULL
     * @param after as it would be, or by the log should be
     */
    public record Column(@Nullable String before, @Nullable String after) {}

    /** The columns as they are kept with the job. */
    public record Columns(Map<String, Column> columns) {}
}
