package com.moxton.payments.worker.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Instants in {@code DATETIME(6)} columns, UTC. The driver doesn't take {@code Instant}, and rounds what is finer than a
 * microsecond, into the next second if need be: it is cut off here.
 */
public final class SqlTime {

    private SqlTime() {}

    public static @Nullable OffsetDateTime toColumn(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    public static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** For columns that are NOT NULL. */
    public static Instant required(ResultSet row, String column) throws SQLException {
        Instant instant = nullable(row, column);
        if (instant == null) {
            throw new SQLException("Column " + column + " is NULL");
        }
        return instant;
    }
}
