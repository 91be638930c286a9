package com.moxton.payments.worker.payment;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.jdbc.JsonRows;
import com.moxton.payments.worker.jdbc.MultiRowInsert;
import com.moxton.payments.worker.jdbc.Row;
import com.moxton.payments.worker.payment.Payment.Observed;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

@Repository
class JdbcPaymentRepository implements PaymentRepository {

    private static final String SELECT = "SELECT %s FROM payments p ".formatted(JdbcPaymentRow.columns("p"));

    private static final String PLACES = """
            SELECT order_id, stripe_intent_id FROM payments WHERE id IN (:ids)
            UNION ALL
            SELECT order_id, stripe_intent_id FROM payments WHERE stripe_intent_id IN (:intentIds)
            """;

    private static final MultiRowInsert INSERT = MultiRowInsert.of("""
            INSERT INTO payments (id, order_id, amount, currency, status, stripe_intent_id, amount_received, metadata,
                idempotency_key, created_by_request, last_error_code, last_error_decline_code, last_error_message,
                last_observed_at, last_observed_by, last_observed_birth, refresh_needed, open_order_id, version,
                created_at, updated_at, stripe_account)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);

    private static final String UPDATE = """
            UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
                id CHAR(36) CHARACTER SET ascii PATH '$[0]',
                amount TEXT CHARACTER SET utf8mb4 PATH '$[2]',
                currency TEXT CHARACTER SET utf8mb4 PATH '$[3]',
                status TEXT CHARACTER SET utf8mb4 PATH '$[4]',
                stripe_intent_id TEXT CHARACTER SET utf8mb4 PATH '$[5]',
                amount_received TEXT CHARACTER SET utf8mb4 PATH '$[6]',
                metadata TEXT CHARACTER SET utf8mb4 PATH '$[7]',
                last_error_code TEXT CHARACTER SET utf8mb4 PATH '$[10]',
                last_error_decline_code TEXT CHARACTER SET utf8mb4 PATH '$[11]',
                last_error_message TEXT CHARACTER SET utf8mb4 PATH '$[12]',
                last_observed_at TEXT CHARACTER SET utf8mb4 PATH '$[13]',
                last_observed_by TEXT CHARACTER SET utf8mb4 PATH '$[14]',
                last_observed_birth TEXT CHARACTER SET utf8mb4 PATH '$[15]',
                refresh_needed TEXT CHARACTER SET utf8mb4 PATH '$[16]',
                open_order_id TEXT CHARACTER SET utf8mb4 PATH '$[17]',
                version TEXT CHARACTER SET utf8mb4 PATH '$[18]',
                created_at TEXT CHARACTER SET utf8mb4 PATH '$[19]',
                updated_at TEXT CHARACTER SET utf8mb4 PATH '$[20]'
            )) changed
            STRAIGHT_JOIN payments p ON p.id = changed.id
            SET p.amount = changed.amount, p.currency = changed.currency, p.status = changed.status,
                p.stripe_intent_id = changed.stripe_intent_id, p.amount_received = changed.amount_received,
                p.metadata = changed.metadata, p.last_error_code = changed.last_error_code,
                p.last_error_decline_code = changed.last_error_decline_code,
                p.last_error_message = changed.last_error_message, p.last_observed_at = changed.last_observed_at,
                p.last_observed_by = changed.last_observed_by, p.last_observed_birth = changed.last_observed_birth,
                p.refresh_needed = changed.refresh_needed, p.open_order_id = changed.open_order_id,
                p.version = changed.version, p.created_at = changed.created_at, p.updated_at = changed.updated_at
            """;

    private final NamedParameterJdbcTemplate jdbc;

    JdbcPaymentRepository(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Payment> find(String id) {
        return select("WHERE id IN (:keys)", List.of(id)).findFirst();
    }

    @Override
    public Optional<Payment> findByIntentId(String intentId) {
        return select("WHERE stripe_intent_id IN (:keys)", List.of(intentId)).findFirst();
    }

    @Override
    public List<Payment> findByIntents(Collection<String> intentIds) {
        return select("WHERE stripe_intent_id IN (:keys)", intentIds).toList();
    }

    @Override
    public List<Place> placesOf(Collection<String> ids, Collection<String> intentIds) {
        if (ids.isEmpty() && intentIds.isEmpty()) {
            return List.of();
        }
        // Two look-ups by index in one trip: with OR the server may read the whole table. Nobody is called "".
        return jdbc.query(
                PLACES,
                Map.of("ids", orNobody(ids), "intentIds", orNobody(intentIds)),
                (row, n) -> new Place(row.getString(1), row.getString(2)));
    }

    private static List<String> orNobody(Collection<String> keys) {
        return keys.isEmpty() ? List.of("") : InList.of(keys);
    }

    private Stream<Payment> select(String where, Collection<String> keys) {
        return keys.isEmpty()
                ? Stream.empty()
                : jdbc
                        .query(SELECT + where, Map.of("keys", InList.of(keys)), (row, n) -> JdbcPaymentRow.read(row))
                        .stream();
    }

    @Override
    public void insert(Collection<Payment> payments) {
        INSERT.execute(jdbc.getJdbcOperations(), payments, JdbcPaymentRepository::write);
    }

    @Override
    public void update(Collection<Payment> payments) {
        long orders = payments.stream().map(Payment::orderId).distinct().count();
        if (orders == payments.size()) {
            updateAtOnce(payments);
            return;
        }
        // Uniqueness is checked row by row: a payment that begins to stand for its order comes after the one that ends.
        Map<Boolean, List<Payment>> standing =
                payments.stream().collect(Collectors.partitioningBy(payment -> payment.openOrderId() != null));
        updateAtOnce(Objects.requireNonNull(standing.get(false)));
        updateAtOnce(Objects.requireNonNull(standing.get(true)));
    }

    private void updateAtOnce(Collection<Payment> payments) {
        if (!payments.isEmpty()) {
            jdbc.update(UPDATE, Map.of("rows", JsonRows.of(payments, JdbcPaymentRepository::write)));
        }
    }

    /** All columns, in the table's order. */
    private static void write(Payment payment, Row row) {
        PaymentError error = Objects.requireNonNullElse(payment.lastError(), new PaymentError(null, null, null));
        Observed observed = payment.observation();
        row.text(payment.id())
                .text(payment.orderId())
                .decimal(payment.amount().amount())
                .text(payment.amount().currency())
                .text(payment.status().wireName())
                .text(payment.intentId())
                .decimal(payment.amountReceived())
                .text(json(payment.metadata()))
                .text(payment.idempotencyKey())
                .text(payment.createdByRequest())
                .text(error.code())
                .text(error.declineCode())
                .text(error.message())
                .time(observed == null ? null : observed.at())
                .text(observed == null ? null : observed.by())
                .flag(observed != null && observed.birth())
                .flag(observed != null && observed.inDoubt())
                .text(payment.openOrderId())
                .number(payment.version())
                .time(payment.createdAt())
                .time(payment.updatedAt())
                .text(payment.stripeAccount());
    }

    /** Sorted, so that equal metadata is equal text on a server that keeps JSON as text. */
    private static String json(Map<String, String> metadata) {
        return new String(EventJson.write(new TreeMap<>(metadata)), StandardCharsets.UTF_8);
    }
}
