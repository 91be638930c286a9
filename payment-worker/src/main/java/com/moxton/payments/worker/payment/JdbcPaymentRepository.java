package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.payment.Payment.Observed;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

@Repository
class JdbcPaymentRepository implements PaymentRepository {

    private static final String SELECT = """
            SELECT id, order_id, amount, currency, status, stripe_intent_id, amount_received, metadata, idempotency_key,
                   created_by_request, last_error_code, last_error_decline_code, last_error_message, last_observed_at,
                   last_observed_by, last_observed_birth, refresh_needed, open_order_id, version, created_at, updated_at
            FROM payments
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
    public List<Payment> findAll(Collection<String> ids, Collection<String> intentIds) {
        // Two look-ups by index: with OR the server may read the whole table.
        return Stream.concat(select("WHERE id IN (:keys)", ids), select("WHERE stripe_intent_id IN (:keys)", intentIds))
                .collect(Collectors.toMap(Payment::id, payment -> payment, (first, second) -> second, TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    @Override
    public List<Payment> lockByOrders(Collection<String> orderIds) {
        return select("WHERE order_id IN (:keys) ORDER BY id FOR UPDATE", orderIds)
                .toList();
    }

    private Stream<Payment> select(String where, Collection<String> keys) {
        return keys.isEmpty()
                ? Stream.empty()
                : jdbc.query(SELECT + where, Map.of("keys", new TreeSet<>(keys)), (row, n) -> payment(row)).stream();
    }

    @Override
    public void insert(Collection<Payment> payments) {
        batch("""
                INSERT INTO payments (id, order_id, amount, currency, status, stripe_intent_id, amount_received, metadata,
                    idempotency_key, created_by_request, last_error_code, last_error_decline_code, last_error_message,
                    last_observed_at, last_observed_by, last_observed_birth, refresh_needed, open_order_id, version,
                    created_at, updated_at)
                VALUES (:id, :orderId, :amount, :currency, :status, :intentId, :amountReceived, :metadata,
                    :idempotencyKey, :createdByRequest, :errorCode, :errorDeclineCode, :errorMessage,
                    :observedAt, :observedBy, :birth, :inDoubt, :openOrderId, :version,
                    :createdAt, :updatedAt)
                """, payments);
    }

    @Override
    public void update(Collection<Payment> payments) {
        batch("""
                UPDATE payments
                SET amount = :amount, currency = :currency, status = :status, stripe_intent_id = :intentId,
                    amount_received = :amountReceived, metadata = :metadata, last_error_code = :errorCode,
                    last_error_decline_code = :errorDeclineCode, last_error_message = :errorMessage,
                    last_observed_at = :observedAt, last_observed_by = :observedBy, last_observed_birth = :birth,
                    refresh_needed = :inDoubt, open_order_id = :openOrderId, version = :version,
                    created_at = :createdAt, updated_at = :updatedAt
                WHERE id = :id
                """, payments);
    }

    private void batch(String sql, Collection<Payment> payments) {
        if (!payments.isEmpty()) {
            jdbc.batchUpdate(
                    sql,
                    payments.stream().map(JdbcPaymentRepository::parameters).toArray(SqlParameterSource[]::new));
        }
    }

    private static SqlParameterSource parameters(Payment payment) {
        PaymentError error = Objects.requireNonNullElse(payment.lastError(), new PaymentError(null, null, null));
        Observed observed = payment.observation();
        return new MapSqlParameterSource()
                .addValue("id", payment.id())
                .addValue("orderId", payment.orderId())
                .addValue("amount", payment.amount().amount())
                .addValue("currency", payment.amount().currency())
                .addValue("status", payment.status().wireName())
                .addValue("intentId", payment.intentId())
                .addValue("amountReceived", payment.amountReceived())
                .addValue("metadata", json(payment.metadata()))
                .addValue("idempotencyKey", payment.idempotencyKey())
                .addValue("createdByRequest", payment.createdByRequest())
                .addValue("errorCode", error.code())
                .addValue("errorDeclineCode", error.declineCode())
                .addValue("errorMessage", error.message())
                .addValue("observedAt", observed == null ? null : toColumn(observed.at()))
                .addValue("observedBy", observed == null ? null : observed.by())
                .addValue("birth", observed != null && observed.birth())
                .addValue("inDoubt", observed != null && observed.inDoubt())
                .addValue("openOrderId", payment.openOrderId())
                .addValue("version", payment.version())
                .addValue("createdAt", toColumn(payment.createdAt()))
                .addValue("updatedAt", toColumn(payment.updatedAt()));
    }

    private static Payment payment(ResultSet row) throws SQLException {
        return new Payment(
                row.getString("id"),
                row.getString("order_id"),
                new Money(row.getBigDecimal("amount"), row.getString("currency")),
                PaymentStatus.fromWire(row.getString("status")),
                row.getString("stripe_intent_id"),
                row.getBigDecimal("amount_received"),
                metadata(row.getString("metadata")),
                row.getString("idempotency_key"),
                row.getString("created_by_request"),
                error(
                        row.getString("last_error_code"),
                        row.getString("last_error_decline_code"),
                        row.getString("last_error_message")),
                observed(row),
                row.getString("open_order_id"),
                row.getLong("version"),
                required(row, "created_at"),
                required(row, "updated_at"));
    }

    private static @Nullable Observed observed(ResultSet row) throws SQLException {
        Instant at = nullable(row, "last_observed_at");
        return at == null
                ? null
                : new Observed(
                        at,
                        row.getString("last_observed_by"),
                        row.getBoolean("last_observed_birth"),
                        row.getBoolean("refresh_needed"));
    }

    static @Nullable PaymentError error(@Nullable String code, @Nullable String declineCode, @Nullable String message) {
        return code == null && declineCode == null && message == null
                ? null
                : new PaymentError(code, declineCode, message);
    }

    /** Sorted, so that equal metadata is equal text on a server that keeps JSON as text. */
    private static String json(Map<String, String> metadata) {
        return new String(EventJson.write(new TreeMap<>(metadata)), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> metadata(String json) {
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
    }
}
