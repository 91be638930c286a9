package com.moxton.payments.worker.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row of a statement of many rows, filled from left to right. */
public sealed interface Row permits MultiRowInsert.Placeholders, JsonRows.JsonRow {

    Row text(@Nullable String value);

    Row number(long value);

    Row decimal(BigDecimal value);

    Row flag(@Nullable Boolean value);

    /** For {@code DATETIME(6)}, UTC; what is finer than a microsecond is cut off. */
    Row time(@Nullable Instant value);

    /** How a thing becomes a row. */
    @FunctionalInterface
    interface Mapping<T> {
        void write(T thing, Row row);
    }
}
