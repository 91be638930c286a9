package com.moxton.payments.local.stack.storefront;

import com.moxton.payments.events.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The storefront's side of the shared table: it inserts, payment-worker moves the status. */
@Repository
class OrderTable {
    private final JdbcClient database;

    OrderTable(JdbcClient database) {
        this.database = database;
    }

    void insert(String id, String userId, Money total) {
        database.sql("""
                        INSERT INTO orders (id, user_id, total_amount, currency, status, created_at, updated_at)
                        VALUES (:id, :userId, :amount, :currency, 'pending', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
                        """)
                .param("id", id)
                .param("userId", userId)
                .param("amount", total.amount())
                .param("currency", total.currency())
                .update();
    }

    Optional<Order> find(String id) {
        return database.sql("SELECT id, user_id, total_amount, currency, status, paid_at FROM orders WHERE id = :id")
                .param("id", id)
                .query(OrderTable::read)
                .optional();
    }

    private static Order read(ResultSet row, int number) throws SQLException {
        // A DATETIME has no zone; in this table it is UTC.
        LocalDateTime paidAt = row.getObject("paid_at", LocalDateTime.class);
        return new Order(
                row.getString("id"),
                row.getString("user_id"),
                new Money(row.getBigDecimal("total_amount"), row.getString("currency")),
                row.getString("status"),
                paidAt == null ? null : paidAt.toInstant(ZoneOffset.UTC));
    }
}
