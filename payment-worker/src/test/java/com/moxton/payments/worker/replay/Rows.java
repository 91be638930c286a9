package com.moxton.payments.worker.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A copy of {@code payments} and {@code orders}, by id. What two copies may differ in, and why:
 *
 * <ul>
 *   <li>{@code payments.version}: counts the steps that were visible, and an API answer can make a step of its own
 *   <li>{@code orders.version} and {@code orders.updated_at}: when and how often we wrote the row. The storefront's own
 *       jobs may look for rows that were written since they last looked, so the time has to be our clock's
 *   <li>{@code last_observed_at}, {@code last_observed_by}, {@code last_observed_birth} and {@code updated_at} of an open
 *       payment that one of the copies shows as an answer of Stripe's API did: answers aren't in the log. What they said
 *       has to be the same all the same. A final state is as old as its first observation, which is the event: nothing of
 *       a payment that has ended is left out
 *   <li>payments that Stripe never had an intent for ({@code failed}): no event tells of them
 * </ul>
 */
record Rows(Map<String, Map<String, Object>> payments, Map<String, Map<String, Object>> orders) {

    private static final Set<String> OF_THE_OBSERVATION =
            Set.of("last_observed_at", "last_observed_by", "last_observed_birth", "updated_at");

    static Rows of(JdbcTemplate sql) {
        return new Rows(byId(sql, "payments"), byId(sql, "orders"));
    }

    private static Map<String, Map<String, Object>> byId(JdbcTemplate sql, String table) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        sql.queryForList("SELECT * FROM " + table)
                .forEach(row -> rows.put(String.valueOf(row.get("id")), new HashMap<>(row)));
        return rows;
    }

    /** Those that Stripe has an intent for. */
    Rows knownToStripe() {
        Map<String, Map<String, Object>> known = new TreeMap<>(payments);
        known.values().removeIf(payment -> payment.get("stripe_intent_id") == null);
        return new Rows(known, orders);
    }

    /** How many payments are compared in every column but {@code version}. */
    long comparedInFull(Rows others) {
        return payments.entrySet().stream()
                .filter(entry -> others.payments.containsKey(entry.getKey()))
                .filter(entry -> !isByAnswer(entry.getValue(), others.payments.get(entry.getKey())))
                .count();
    }

    /** One line for each column, or row, that is another there. */
    List<String> differences(Rows there) {
        List<String> differences = new ArrayList<>();
        differ(differences, "payments", payments, there.payments);
        differ(differences, "orders", orders, there.orders);
        return differences;
    }

    private static void differ(
            List<String> differences,
            String table,
            Map<String, Map<String, Object>> here,
            Map<String, Map<String, Object>> there) {
        Set<String> ids = new TreeSet<>(here.keySet());
        ids.addAll(there.keySet());
        for (String id : ids) {
            Map<String, Object> before = here.get(id);
            Map<String, Object> after = there.get(id);
            if (before == null || after == null) {
                differences.add("%s %s: %s -> %s".formatted(table, id, before, after));
                continue;
            }
            Set<String> columns = new TreeSet<>(before.keySet());
            columns.removeAll(leftOut(table, before, after));
            for (String column : columns) {
                if (!Objects.equals(before.get(column), after.get(column))) {
                    differences.add(
                            "%s %s %s: %s -> %s".formatted(table, id, column, before.get(column), after.get(column)));
                }
            }
        }
    }

    private static Set<String> leftOut(String table, Map<String, Object> before, Map<String, Object> after) {
        if (table.equals("orders")) {
            return Set.of("version", "updated_at");
        }
        Set<String> columns = new TreeSet<>(Set.of("version"));
        if (isByAnswer(before, after)) {
            columns.addAll(OF_THE_OBSERVATION);
        }
        return columns;
    }

    private static boolean isByAnswer(Map<String, Object> before, Map<String, Object> after) {
        return isByAnswer(before) || isByAnswer(after);
    }

    private static boolean isByAnswer(Map<String, Object> payment) {
        return !Set.of("succeeded", "canceled").contains(payment.get("status"))
                && String.valueOf(payment.get("last_observed_by")).startsWith("api:");
    }
}
