package com.moxton.payments.worker.order;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** How an order is read from a row, also from one that has the columns of another table besides. */
public final class JdbcOrderRow {

    private static final List<String> COLUMNS = List.of(
            "id",
            "user_id",
            "total_amount",
            "currency",
            "stripe_account",
            "status",
            "review_reason",
            "paid_at",
            "version",
            "created_at",
            "updated_at");

    private JdbcOrderRow() {}

    /**
     * @param table the table's name in the statement
     * @param prefix of the columns' names in the result, the same as for {@link #read}
     */
    public static String columns(String table, String prefix) {
        return COLUMNS.stream()
                .map(column -> "%s.%s AS %s%s".formatted(table, column, prefix, column))
                .collect(Collectors.joining(", "));
    }

    public static Order read(ResultSet row, String prefix) throws SQLException {
        return new Order(
                row.getString(prefix + "id"),
                row.getString(prefix + "user_id"),
                row.getBigDecimal(prefix + "total_amount"),
                row.getString(prefix + "currency"),
                row.getString(prefix + "stripe_account"),
                OrderStatus.fromWire(row.getString(prefix + "status")),
                ReviewReason.fromWire(row.getString(prefix + "review_reason")),
                nullable(row, prefix + "paid_at"),
                row.getLong(prefix + "version"),
                required(row, prefix + "created_at"),
                required(row, prefix + "updated_at"));
    }
}
