package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.wire.StripeJson;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers by idempotency key, for 24 hours.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Idempotent requests</a>
 */
public final class IdempotencyKeys {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LONGEST = 255;

    /** @param answer null while the first request is under way */
    private record Use(
            String path,
            String fingerprint,
            Instant at,
            String requestId,
            @Nullable ApiAnswer answer) {

        /** Only answers of the API are kept, and they are JSON. */
        ObjectNode toMemory(ApiAnswer given) {
            return StripeJson.object()
                    .put("path", path)
                    .put("fingerprint", fingerprint)
                    .put("at", at.toString())
                    .put("request_id", requestId)
                    .put("status", given.status())
                    .put("body", new String(given.body(), StandardCharsets.UTF_8));
        }

        static Use fromMemory(ObjectNode json) {
            ApiAnswer answer = ApiAnswer.json(
                    json.path("status").asInt(),
                    StripeJson.parseObject(json.path("body").asString()));
            return new Use(
                    json.path("path").asString(),
                    json.path("fingerprint").asString(),
                    Instant.parse(json.path("at").asString()),
                    json.path("request_id").asString(),
                    answer);
        }
    }

    private final Map<String, Use> uses;
    private final InstantSource clock;
    private final Journal journal;

    public IdempotencyKeys(int capacity, InstantSource clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
        this.uses = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
                return size() > capacity;
            }
        };
    }

    /**
     * @return the answer that this key got before; empty when the request is the first and has to be carried out and
     *     then {@link #finish finished}
     * @throws StripeRefusal when the key can't be used for this request
     */
    synchronized Optional<ApiAnswer> begin(String key, String path, String fingerprint, String requestId) {
        if (key.length() > LONGEST) {
            throw StripeRefusal.badParameter(
                    null,
                    null,
                    "Idempotency keys must be at most 255 characters long (yours has %d).".formatted(key.length()));
        }
        Instant now = clock.instant();
        Use use = uses.get(key);
        if (use == null || use.at().plus(KEPT).isBefore(now)) {
            uses.put(key, new Use(path, fingerprint, now, requestId, null));
            return Optional.empty();
        }
        if (!use.path().equals(path)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    ("Keys for idempotent requests can only be used for the same endpoint they were first used for "
                                    + "('%s' vs '%s'). Try using a key other than '%s' if you meant to execute a "
                                    + "different request.")
                            .formatted(path, use.path(), key));
        }
        if (!use.fingerprint().equals(fingerprint)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    ("Keys for idempotent requests can only be used with the same parameters they were first used "
                                    + "with. Try using a key other than '%s' if you meant to execute a different request.")
                            .formatted(key));
        }
        if (use.answer() == null) {
            throw StripeRefusal.idempotency(
                    409,
                    "idempotency_key_in_use",
                    ("There is currently another in-progress request using this Idempotent Key (that probably means "
                                    + "you submitted twice, and the other request is still going through): %s. Please try "
                                    + "again later.")
                            .formatted(key));
        }
        return Optional.of(use.answer().with("Idempotent-Replayed", "true").with("Original-Request", use.requestId()));
    }

    /** @param answer what the key answers from now on; null forgets the key, so that it may be used again */
    synchronized void finish(String key, @Nullable ApiAnswer answer) {
        Use use = uses.get(key);
        if (use == null) {
            return;
        }
        if (answer == null) {
            uses.remove(key);
        } else {
            Use finished = new Use(use.path(), use.fingerprint(), use.at(), use.requestId(), answer);
            uses.put(key, finished);
            journal.write(Sort.IDEMPOTENCY_KEY, key, finished.toMemory(answer));
        }
    }

    synchronized void restore(Memories memories) {
        memories.forEach(Sort.IDEMPOTENCY_KEY, (key, json) -> uses.put(key, Use.fromMemory(json)));
    }
}
