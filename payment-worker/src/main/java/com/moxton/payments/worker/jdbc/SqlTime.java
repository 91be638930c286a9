package com.moxton.payments.worker.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Instants in {@code DATETIME(6)} columns, UTC. The driver doesn't take {@code Instant}, and rounds what is finer than a
 * microsecond, into the next second if need be: it is cut off here.
 */
public final class SqlTime {

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SqlTime() {}

    /** As the server takes it for a {@code DATETIME(6)}. The formatter cuts off what is finer than a microsecond. */
    public static @Nullable String toText(@Nullable Instant instant) {
        return instant == null ? null : TEXT.format(instant);
    }

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
