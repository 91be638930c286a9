package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;

import com.moxton.payments.worker.enquiry.PaymentSearch.Wanted;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds payments. */
@Service
@Transactional(readOnly = true)
public class Payments {

    private static final int MOST_FOUND = 200;
    private static final int MOST_OTHERS = 20;

    private final NamedParameterJdbcTemplate jdbc;

    Payments(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The newest first.
     *
     * @throws OpsProblemException when something that was typed makes no sense; it names the field
     */
    public Page<PaymentView> search(PaymentSearch search) {
        Wanted wanted = search.checked();
        List<String> found = wanted.any() == null ? null : paymentsOf(wanted.any());
        boolean anyIsUser = found != null && found.isEmpty();
        return page(wanted, anyIsUser ? null : found, anyIsUser ? wanted.any() : null);
    }

    /** The payments that an id leads to; none when it is nobody's but a user's, if any. */
    private List<String> paymentsOf(String any) {
        if (!Input.isAscii(any)) {
            return List.of();
        }
        return jdbc.queryForList("""
                SELECT id FROM payments WHERE id = :any
                UNION SELECT id FROM payments WHERE stripe_intent_id = :any
                UNION SELECT id FROM payments WHERE order_id = :any
                UNION
                SELECT p.id FROM processed_events e JOIN payments p ON p.stripe_intent_id = e.intent_id
                WHERE e.event_id = :any
                UNION
                SELECT payment_id FROM payment_requests WHERE request_id = :any AND payment_id IS NOT NULL
                LIMIT :most
                """, Map.of("any", any, "most", MOST_FOUND), String.class);
    }

    private Page<PaymentView> page(Wanted wanted, @Nullable List<String> ids, @Nullable String user) {
        Conditions conditions = new Conditions()
                .in("p.id", ids)
                .is("o.user_id", user)
                .is("o.user_id", wanted.userId())
                .is("p.id", wanted.paymentId())
                .is("p.stripe_intent_id", wanted.intentId())
                .is("p.order_id", wanted.orderId())
                .is("p.status", wanted.status())
                .between("p.created_at", wanted.from(), wanted.to())
                .after("p.created_at", "p.id", wanted.before());
        // Of a user, begin with his orders: the list's own order looks cheaper, and reads everybody's payments.
        String tables = user != null || wanted.userId() != null
                ? "orders o STRAIGHT_JOIN payments p ON p.order_id = o.id"
                : "payments p LEFT JOIN orders o ON o.id = p.order_id";
        List<PaymentView> found = jdbc.query(
                "SELECT " + PaymentView.COLUMNS + "\nFROM " + tables + "\n" + conditions.where()
                        + "ORDER BY p.created_at DESC, p.id DESC\nLIMIT :limit",
                conditions.parameters(wanted.limit()),
                (row, n) -> PaymentView.of(row));
        return Page.of(found, wanted.limit(), PaymentView::cursor);
    }

    /**
     * @throws OpsProblemException 404 when there is no such payment
     */
    public PaymentDetail find(String paymentId) {
        String id = Input.id("paymentId", paymentId);
        return Optional.ofNullable(id)
                .flatMap(this::detail)
                .orElseThrow(() -> OpsProblemException.notFound("payment_not_found", "There is no such payment."));
    }

    private Optional<PaymentDetail> detail(String id) {
        return jdbc
                .query("SELECT " + PaymentView.COLUMNS + """
                        , p.metadata, p.created_by_request, p.refresh_needed, p.last_observed_at, p.last_observed_by, p.version
                        FROM payments p LEFT JOIN orders o ON o.id = p.order_id
                        WHERE p.id = :id
                        """, Map.of("id", id), (row, n) -> {
                    PaymentView payment = PaymentView.of(row);
                    return new PaymentDetail(
                            payment,
                            null,
                            Masked.json(row.getString("metadata")),
                            row.getString("created_by_request"),
                            row.getBoolean("refresh_needed"),
                            nullable(row, "last_observed_at"),
                            row.getString("last_observed_by"),
                            row.getLong("version"),
                            List.of());
                })
                .stream()
                .findFirst()
                .map(this::withOrder);
    }

    private PaymentDetail withOrder(PaymentDetail bare) {
        String orderId = bare.payment().orderId();
        OrderView order = jdbc
                .query(
                        "SELECT " + OrderView.COLUMNS + " FROM orders o WHERE o.id = :id",
                        Map.of("id", orderId),
                        (row, n) -> OrderView.of(row))
                .stream()
                .findFirst()
                .orElse(null);
        List<PaymentView> others = page(
                        new Wanted(null, null, null, orderId, null, null, null, null, null, MOST_OTHERS), null, null)
                .items()
                .stream()
                .filter(payment -> !payment.id().equals(bare.payment().id()))
                .toList();
        return new PaymentDetail(
                bare.payment(),
                order,
                bare.metadata(),
                bare.createdByRequest(),
                bare.inDoubt(),
                bare.lastObservedAt(),
                bare.lastObservedBy(),
                bare.version(),
                others);
    }
}
