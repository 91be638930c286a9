package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Puts a WHERE together. Only our own text gets into the SQL; what an operator typed is always a parameter. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final MapSqlParameterSource parameters = new MapSqlParameterSource();

    /** The column has the value; nothing for null. */
    Conditions is(String column, @Nullable Object value) {
        return value == null ? this : add(column + " = :", value);
    }

    Conditions in(String column, @Nullable List<String> values) {
        if (values != null) {
            String name = next(values);
            conditions.add(column + " IN (:" + name + ")");
        }
        return this;
    }

    /** From inclusive to exclusive. */
    Conditions between(String column, @Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            add(column + " >= :", toColumn(from));
        }
        return to == null ? this : add(column + " < :", toColumn(to));
    }

    /** Behind the cursor, where rows are listed by time and id in descending order. */
    Conditions after(String timeColumn, String idColumn, @Nullable Cursor cursor) {
        if (cursor != null) {
            String at = next(toColumn(cursor.at()));
            String id = next(cursor.id());
            conditions.add("(%1$s < :%2$s OR (%1$s = :%2$s AND %3$s < :%4$s))".formatted(timeColumn, at, idColumn, id));
        }
        return this;
    }

    private Conditions add(String condition, @Nullable Object value) {
        conditions.add(condition + next(value));
        return this;
    }

    private String next(@Nullable Object value) {
        String name = "v" + parameters.getParameterNames().length;
        parameters.addValue(name, value);
        return name;
    }

    String where() {
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions) + "\n";
    }

    /**
     * @param limit of the page; one row more is asked for, to know whether there is a next one
     */
    MapSqlParameterSource parameters(int limit) {
        return parameters.addValue("limit", limit + 1);
    }
}
