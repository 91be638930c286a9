package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The rows of {@code payment_requests}. Its methods run in a transaction of the caller and come first in it: whoever holds
 * a row here may lock an order next, never the other way round.
 */
@Repository
class RequestJournal {

    private static final String SELECT = """
            SELECT request_id, first_request_id, user_id, fingerprint, requested_at, outcome, replied_at
            FROM payment_requests
            """;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    RequestJournal(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Enters the request, or finds what became of it or of the first one under its Idempotency-Key. Locks its row. */
    Claim claim(NewRequest request) {
        // Nearly all are new: insert first, and find out by the way whether it was one.
        insert(request, request.idempotencyKey(), null);
        Optional<StoredRequest> own = lock(request.requestId());
        return own.isPresent() ? claimed(own.get()) : claimAfter(firstUnder(request), request);
    }

    private Claim claimed(StoredRequest own) {
        if (own.replied()) {
            return new Claim.Replied();
        }
        if (own.outcome() != null) {
            return new Claim.Answered(own.outcome(), null);
        }
        return Optional.ofNullable(own.firstRequestId())
                .flatMap(this::lock)
                .filter(StoredRequest::isSettled)
                .<Claim>map(first -> new Claim.Answered(Objects.requireNonNull(first.outcome()), first.requestId()))
                .orElseGet(() -> new Claim.Open(own));
    }

    private Claim claimAfter(StoredRequest first, NewRequest request) {
        // The column compares user ids as if trailing blanks weren't there.
        if (!first.fingerprint().equals(request.fingerprint())
                || !first.userId().equals(request.userId())) {
            return new Claim.KeyReused();
        }
        // A row of its own all the same, without an outcome where the first one's is the answer: read again from the
        // log, this request must not call Stripe a second time.
        insert(request, null, first.requestId());
        return claimed(lock(request.requestId()).orElseThrow());
    }

    private void insert(NewRequest request, @Nullable String idempotencyKey, @Nullable String firstRequestId) {
        // A no-op on any duplicate, so that two at once wait for each other instead of failing. Not INSERT IGNORE,
        // which
        // would also swallow values that don't fit.
        jdbc.update(
                """
                INSERT INTO payment_requests (request_id, user_id, kind, idempotency_key, first_request_id, fingerprint,
                    order_id, intent_id, requested_at)
                VALUES (:requestId, :userId, :kind, :idempotencyKey, :firstRequestId, :fingerprint,
                    :orderId, :intentId, :requestedAt)
                ON DUPLICATE KEY UPDATE request_id = request_id
                """,
                new MapSqlParameterSource()
                        .addValue("requestId", request.requestId())
                        .addValue("userId", request.userId())
                        .addValue("kind", request.kind())
                        .addValue("idempotencyKey", idempotencyKey)
                        .addValue("firstRequestId", firstRequestId)
                        .addValue("fingerprint", request.fingerprint())
                        .addValue("orderId", request.orderId())
                        .addValue("intentId", request.intentId())
                        .addValue("requestedAt", toColumn(request.requestedAt())));
    }

    private Optional<StoredRequest> lock(String requestId) {
        return select("WHERE request_id = :requestId FOR UPDATE", new MapSqlParameterSource("requestId", requestId));
    }

    private StoredRequest firstUnder(NewRequest request) {
        return select(
                        "WHERE user_id = :userId AND idempotency_key = :idempotencyKey FOR UPDATE",
                        new MapSqlParameterSource()
                                .addValue("userId", request.userId())
                                .addValue("idempotencyKey", request.idempotencyKey()))
                .orElseThrow(() -> new IllegalStateException("A request is neither new nor known"));
    }

    private Optional<StoredRequest> select(String where, MapSqlParameterSource parameters) {
        return jdbc.query(SELECT + where, parameters, (row, n) -> request(row)).stream()
                .findFirst();
    }

    /** Names the payment that a request is about. */
    void attach(StoredRequest entry, String paymentId, @Nullable String intentId) {
        jdbc.update(
                """
                UPDATE payment_requests
                SET payment_id = :paymentId, intent_id = :intentId
                WHERE request_id = :requestId
                """,
                new MapSqlParameterSource()
                        .addValue("paymentId", paymentId)
                        .addValue("intentId", intentId)
                        .addValue("requestId", entry.requestId()));
    }

    /** Locks the row of a request that was claimed in an earlier transaction, and reads what became of it since. */
    StoredRequest lockAgain(StoredRequest entry) {
        return lock(entry.requestId())
                .orElseThrow(() -> new IllegalStateException("The row of a claimed request is gone"));
    }

    /**
     * Enters the outcome, and the payment that it names. A lasting answer also is the one of the first request under the
     * same key, if that got none.
     *
     * @param locked as it is now: claimed or locked again in this transaction
     * @return empty; or, when somebody else has finished the request with a lasting answer meanwhile, that answer: it
     *     counts. Happens when a call outlives a rebalance and the partition's next owner is quicker. Unless it is known
     *     to have been given, whoever comes second gives it too: the first may have died before its reply was durable
     */
    Optional<Claim> finish(StoredRequest locked, Outcome outcome) {
        if (locked.isSettled()) {
            return Optional.of(claimed(locked));
        }
        write(locked.requestId(), outcome);
        if (locked.firstRequestId() != null && !outcome.mayBeTriedAgain()) {
            lock(locked.firstRequestId())
                    .filter(first -> !first.isSettled())
                    .ifPresent(first -> write(first.requestId(), outcome));
        }
        return Optional.empty();
    }

    /** The reply is durable. Does nothing for a request without a row. */
    void replied(String requestId) {
        jdbc.update(
                "UPDATE payment_requests SET replied_at = :repliedAt WHERE request_id = :requestId",
                new MapSqlParameterSource("requestId", requestId).addValue("repliedAt", toColumn(clock.instant())));
    }

    private void write(String requestId, Outcome outcome) {
        Outcome.Created created = outcome instanceof Outcome.Created it ? it : null;
        jdbc.update(
                """
                UPDATE payment_requests
                SET outcome = :outcome, finished_at = :finishedAt,
                    payment_id = COALESCE(:paymentId, payment_id), intent_id = COALESCE(:intentId, intent_id)
                WHERE request_id = :requestId
                """,
                new MapSqlParameterSource(Map.of(
                                "outcome",
                                new String(EventJson.write(outcome), StandardCharsets.UTF_8),
                                "requestId",
                                requestId))
                        .addValue("finishedAt", toColumn(clock.instant()))
                        .addValue("paymentId", created == null ? null : created.paymentId())
                        .addValue("intentId", created == null ? null : created.intentId()));
    }

    private static StoredRequest request(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new StoredRequest(
                row.getString("request_id"),
                row.getString("first_request_id"),
                row.getString("user_id"),
                row.getString("fingerprint"),
                required(row, "requested_at"),
                outcome == null ? null : EventJson.read(outcome.getBytes(StandardCharsets.UTF_8), Outcome.class),
                row.getObject("replied_at") != null);
    }
}
