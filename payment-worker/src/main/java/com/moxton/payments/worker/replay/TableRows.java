package com.moxton.payments.worker.replay;

import java.math.BigDecimal;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Payments and orders as they lie in the tables, column by column: what a rehearsal compares. Inside the caller's
 * transaction.
 */
@Repository
class TableRows {

    /** Our own clock: no two runs write the same. */
    private static final Set<String> NOT_COMPARED = Set.of("order.updated_at");

    private final NamedParameterJdbcTemplate jdbc;

    TableRows(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param entity {@code payment} or {@code order}
     */
    record Key(String entity, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byEntity = entity.compareTo(other.entity);
            return byEntity != 0 ? byEntity : id.compareTo(other.id);
        }
    }

    /** The orders and all of their payments. */
    Map<Key, Map<String, @Nullable String>> of(Collection<String> orderIds) {
        Map<Key, Map<String, @Nullable String>> rows = new TreeMap<>();
        if (!orderIds.isEmpty()) {
            Map<String, ?> ids = Map.of("ids", new TreeSet<>(orderIds));
            jdbc.query("SELECT * FROM orders WHERE id IN (:ids)", ids, ROW)
                    .forEach(row -> rows.put(new Key("order", Objects.requireNonNull(row.get("id"))), row));
            jdbc.query("SELECT * FROM payments WHERE order_id IN (:ids)", ids, ROW)
                    .forEach(row -> rows.put(new Key("payment", Objects.requireNonNull(row.get("id"))), row));
        }
        return rows;
    }

    private static final RowMapper<Map<String, @Nullable String>> ROW = (row, n) -> {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        ResultSetMetaData meta = row.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.put(meta.getColumnLabel(i), text(row.getObject(i)));
        }
        return columns;
    };

    private static @Nullable String text(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case BigDecimal decimal -> decimal.toPlainString();
            // The connection's time zone is UTC.
            case LocalDateTime time -> time + "Z";
            case java.sql.Timestamp time -> time.toLocalDateTime() + "Z";
            default -> value.toString();
        };
    }

    static List<RowDiff> diff(
            Map<Key, Map<String, @Nullable String>> before, Map<Key, Map<String, @Nullable String>> after) {
        List<RowDiff> diffs = new ArrayList<>();
        Set<Key> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (Key key : keys) {
            Map<String, @Nullable String> old = before.getOrDefault(key, Map.of());
            Map<String, @Nullable String> fresh = after.getOrDefault(key, Map.of());
            Map<String, RowDiff.Column> columns = new TreeMap<>();
            Set<String> names = new TreeSet<>(old.keySet());
            names.addAll(fresh.keySet());
            for (String name : names) {
                if (!Objects.equals(old.get(name), fresh.get(name))
                        && !NOT_COMPARED.contains(key.entity() + "." + name)) {
                    columns.put(name, new RowDiff.Column(old.get(name), fresh.get(name)));
                }
            }
            if (!columns.isEmpty()) {
                diffs.add(new RowDiff(key.entity(), key.id(), before.containsKey(key) ? "update" : "insert", columns));
            }
        }
        return diffs;
    }
}
