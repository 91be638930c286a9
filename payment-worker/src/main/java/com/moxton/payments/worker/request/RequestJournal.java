package com.moxton.payments.worker.request;

import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.worker.jdbc.InList;
import com.moxton.payments.worker.jdbc.JsonRows;
import com.moxton.payments.worker.jdbc.MultiRowInsert;
import com.moxton.payments.worker.jdbc.Row;
import com.moxton.payments.worker.payment.Payment;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The rows of {@code payment_requests}. Its methods run in a transaction of the caller and come first in it: whoever holds
 * a row here may lock an order next, never the other way round. Of many rows they lock the one with the lowest id first.
 */
@Repository
class RequestJournal {

    private static final String SELECT = """
            SELECT request_id, first_request_id, user_id, fingerprint, requested_at, payment_id, outcome, replied_at
            FROM payment_requests
            """;

    /**
     * A no-op on any duplicate, so that two at once wait for each other instead of failing. Not INSERT IGNORE, which would
     * also swallow values that don't fit.
     */
    private static final MultiRowInsert INSERT = MultiRowInsert.of("""
            INSERT INTO payment_requests (request_id, user_id, kind, idempotency_key, first_request_id, fingerprint,
                order_id, intent_id, requested_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE request_id = request_id
            """);

    private static final String ATTACH = """
            UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
                request_id VARCHAR(64) CHARACTER SET ascii PATH '$[0]',
                payment_id TEXT CHARACTER SET utf8mb4 PATH '$[1]',
                intent_id TEXT CHARACTER SET utf8mb4 PATH '$[2]'
            )) about
            STRAIGHT_JOIN payment_requests r ON r.request_id = about.request_id
            SET r.payment_id = about.payment_id, r.intent_id = about.intent_id
            """;

    private static final String FINISH = """
            UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS (
                request_id VARCHAR(64) CHARACTER SET ascii PATH '$[0]',
                outcome TEXT CHARACTER SET utf8mb4 PATH '$[1]',
                finished_at TEXT CHARACTER SET utf8mb4 PATH '$[2]',
                payment_id TEXT CHARACTER SET utf8mb4 PATH '$[3]',
                intent_id TEXT CHARACTER SET utf8mb4 PATH '$[4]'
            )) finished
            STRAIGHT_JOIN payment_requests r ON r.request_id = finished.request_id
            SET r.outcome = finished.outcome, r.finished_at = finished.finished_at,
                r.payment_id = COALESCE(finished.payment_id, r.payment_id),
                r.intent_id = COALESCE(finished.intent_id, r.intent_id)
            """;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    RequestJournal(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Enters the request, or finds what became of it or of the first one under its Idempotency-Key. Locks its row. */
    Claim claim(NewRequest request) {
        return Objects.requireNonNull(claimAll(List.of(request)).get(request.requestId()));
    }

    /**
     * As {@link #claim}.
     *
     * @param requests of different ids
     * @return by request id
     */
    Map<String, Claim> claimAll(Collection<NewRequest> requests) {
        // Nearly all are new: insert first, and find out by the way whether they were.
        insert(requests.stream()
                .sorted(Comparator.comparing(NewRequest::requestId))
                .toList());
        Map<String, StoredRequest> own =
                lockAll(requests.stream().map(NewRequest::requestId).toList());
        return requests.stream().collect(Collectors.toMap(NewRequest::requestId, request -> {
            StoredRequest stored = own.get(request.requestId());
            return stored != null ? claimed(stored) : claimAfter(firstUnder(request), request);
        }));
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
        insert(List.of(request.after(first.requestId())));
        return claimed(lock(request.requestId()).orElseThrow());
    }

    private void insert(List<NewRequest> requests) {
        INSERT.execute(jdbc.getJdbcOperations(), requests, RequestJournal::write);
    }

    private Optional<StoredRequest> lock(String requestId) {
        return Optional.ofNullable(lockAll(List.of(requestId)).get(requestId));
    }

    private Map<String, StoredRequest> lockAll(Collection<String> requestIds) {
        return lock("FOR UPDATE", requestIds);
    }

    private Map<String, StoredRequest> lock(String how, Collection<String> requestIds) {
        return jdbc
                .query(
                        // Of a small table the server would read, and wait for, every row.
                        SELECT + "FORCE INDEX (PRIMARY) WHERE request_id IN (:ids) ORDER BY request_id " + how,
                        Map.of("ids", InList.of(requestIds)),
                        (row, n) -> request(row))
                .stream()
                .collect(Collectors.toMap(StoredRequest::requestId, stored -> stored));
    }

    private StoredRequest firstUnder(NewRequest request) {
        return jdbc
                .query(
                        SELECT + "WHERE user_id = :userId AND idempotency_key = :idempotencyKey FOR UPDATE",
                        new MapSqlParameterSource()
                                .addValue("userId", request.userId())
                                .addValue("idempotencyKey", request.idempotencyKey()),
                        (row, n) -> request(row))
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A request is neither new nor known"));
    }

    /** Names the payment that a request is about. */
    void attach(StoredRequest entry, Payment payment) {
        attachAll(Map.of(entry.requestId(), payment));
    }

    /**
     * @param payments by request id
     */
    void attachAll(Map<String, Payment> payments) {
        if (!payments.isEmpty()) {
            update(
                    ATTACH,
                    payments,
                    (entry, row) -> row.text(entry.getKey())
                            .text(entry.getValue().id())
                            .text(entry.getValue().intentId()));
        }
    }

    /** Locks the row of a request that was claimed in an earlier transaction, and reads what became of it since. */
    StoredRequest lockAgain(StoredRequest entry) {
        return lock(entry.requestId())
                .orElseThrow(() -> new IllegalStateException("The row of a claimed request is gone"));
    }

    /** As {@link #lockAgain}, of those that nobody else has locked, by request id. Waits for none. */
    Map<String, StoredRequest> lockAgainFree(Collection<StoredRequest> entries) {
        return lock(
                "FOR UPDATE SKIP LOCKED",
                entries.stream().map(StoredRequest::requestId).toList());
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
        return Optional.ofNullable(finishAll(Map.of(locked, outcome)).get(locked.requestId()));
    }

    /**
     * As {@link #finish}.
     *
     * @return the answers that count instead, by request id
     */
    Map<String, Claim> finishAll(Map<StoredRequest, ? extends Outcome> outcomes) {
        Map<String, Claim> overtaken = new HashMap<>();
        Map<String, Outcome> lasting = new HashMap<>();
        outcomes.forEach((locked, outcome) -> {
            if (locked.isSettled()) {
                overtaken.put(locked.requestId(), claimed(locked));
                return;
            }
            lasting.put(locked.requestId(), outcome);
            if (locked.firstRequestId() != null && !outcome.mayBeTriedAgain()) {
                lock(locked.firstRequestId())
                        .filter(first -> !first.isSettled())
                        .ifPresent(first -> lasting.put(first.requestId(), outcome));
            }
        });
        if (!lasting.isEmpty()) {
            Instant now = clock.instant();
            update(FINISH, lasting, (entry, row) -> {
                Outcome.Created created = entry.getValue() instanceof Outcome.Created it ? it : null;
                row.text(entry.getKey())
                        .text(new String(EventJson.write(entry.getValue()), StandardCharsets.UTF_8))
                        .time(now)
                        .text(created == null ? null : created.paymentId())
                        .text(created == null ? null : created.intentId());
            });
        }
        return overtaken;
    }

    /** The replies are durable. Does nothing for a request without a row. */
    void replied(Collection<String> requestIds) {
        jdbc.update(
                "UPDATE payment_requests FORCE INDEX (PRIMARY) SET replied_at = :repliedAt WHERE request_id IN (:ids)",
                new MapSqlParameterSource("ids", InList.of(requestIds))
                        .addValue("repliedAt", toColumn(clock.instant())));
    }

    private <T> void update(String sql, Map<String, T> byRequest, Row.Mapping<Map.Entry<String, T>> mapping) {
        jdbc.update(sql, Map.of("rows", JsonRows.of(new TreeMap<>(byRequest).entrySet(), mapping)));
    }

    private static void write(NewRequest request, Row row) {
        row.text(request.requestId())
                .text(request.userId())
                .text(request.kind())
                .text(request.idempotencyKey())
                .text(request.firstRequestId())
                .text(request.fingerprint())
                .text(request.orderId())
                .text(request.intentId())
                .time(request.requestedAt());
    }

    private static StoredRequest request(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new StoredRequest(
                row.getString("request_id"),
                row.getString("first_request_id"),
                row.getString("user_id"),
                row.getString("fingerprint"),
                required(row, "requested_at"),
                row.getString("payment_id"),
                outcome == null ? null : EventJson.read(outcome.getBytes(StandardCharsets.UTF_8), Outcome.class),
                row.getObject("replied_at") != null);
    }
}
