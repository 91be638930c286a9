package com.moxton.payments.worker.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * An {@code INSERT} of many rows in few statements. What the driver makes of a batch goes the same way over the wire; this
 * costs the client a third of it, for values are bound once and by type.
 *
 * <p>Many rows are cut into a few sizes, whose texts the driver has parsed before and keeps: to parse a new text of 500 rows
 * costs it as much as to send them.
 */
public final class MultiRowInsert {

    /** Largest first. What is left then, fewer rows than the last, goes in one statement: a trip costs more than its text. */
    private static final List<Integer> SIZES = List.of(256, 128, 64);

    private static final Pattern ONE_ROW = Pattern.compile("\\bVALUES\\s*(\\([?,\\s]+\\))");

    private final String beforeRows;
    private final String row;
    private final String afterRows;
    private final Map<Integer, String> texts;

    private MultiRowInsert(String beforeRows, String row, String afterRows) {
        this.beforeRows = beforeRows;
        this.row = row;
        this.afterRows = afterRows;
        this.texts = SIZES.stream().collect(Collectors.toUnmodifiableMap(size -> size, this::newText));
    }

    /**
     * @param sql for one row: {@code INSERT INTO t (a, b) VALUES (?, ?)}, and whatever follows. What is in the brackets
     *     is repeated
     */
    public static MultiRowInsert of(String sql) {
        Matcher matcher = ONE_ROW.matcher(sql);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No VALUES (?, …) in: " + sql);
        }
        return new MultiRowInsert(sql.substring(0, matcher.start(1)), matcher.group(1), sql.substring(matcher.end(1)));
    }

    /** In the given order. */
    public <T> void execute(JdbcOperations jdbc, Collection<T> things, Row.Mapping<T> mapping) {
        List<T> left = new ArrayList<>(things);
        for (int size : SIZES) {
            while (left.size() >= size) {
                insert(jdbc, left.subList(0, size), mapping);
                left = left.subList(size, left.size());
            }
        }
        if (!left.isEmpty()) {
            insert(jdbc, left, mapping);
        }
    }

    private <T> void insert(JdbcOperations jdbc, List<T> things, Row.Mapping<T> mapping) {
        jdbc.update(sql(things.size()), statement -> {
            Placeholders placeholders = new Placeholders(statement);
            things.forEach(thing -> mapping.write(thing, placeholders));
        });
    }

    String sql(int rows) {
        String text = texts.get(rows);
        return text == null ? newText(rows) : text;
    }

    private String newText(int rows) {
        StringBuilder sql = new StringBuilder(beforeRows.length() + afterRows.length() + rows * (row.length() + 1));
        sql.append(beforeRows).append(row);
        for (int i = 1; i < rows; i++) {
            sql.append(',').append(row);
        }
        return sql.append(afterRows).toString();
    }

    /** Binds the placeholders of all rows, one after the other. */
    static final class Placeholders implements Row {

        private final PreparedStatement statement;
        private int next = 1;

        Placeholders(PreparedStatement statement) {
            this.statement = statement;
        }

        @Override
        public Row text(@Nullable String value) {
            return value == null
                    ? bind(index -> statement.setNull(index, Types.VARCHAR))
                    : bind(index -> statement.setString(index, value));
        }

        @Override
        public Row number(long value) {
            return bind(index -> statement.setLong(index, value));
        }

        @Override
        public Row decimal(BigDecimal value) {
            return bind(index -> statement.setBigDecimal(index, value));
        }

        @Override
        public Row flag(@Nullable Boolean value) {
            return value == null
                    ? bind(index -> statement.setNull(index, Types.BOOLEAN))
                    : bind(index -> statement.setBoolean(index, value));
        }

        /** As text: the driver's own way by calendars and formats takes longer than all other columns of a row. */
        @Override
        public Row time(@Nullable Instant value) {
            return text(SqlTime.toText(value));
        }

        private Row bind(Binding binding) {
            try {
                binding.at(next++);
                return this;
            } catch (SQLException e) {
                throw new UncategorizedSQLException("bind", null, e);
            }
        }

        private interface Binding {
            void at(int index) throws SQLException;
        }
    }
}
