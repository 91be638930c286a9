package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers by idempotency key, for 24 hours.
 *
 * @see <a href="https://docs.stripe.com/api/idempotent_requests">Idempotent requests</a>
 */
final class IdempotencyKeys {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LONGEST = 255;

    /** @param answer null while the first request is under way */
    private record Use(
            String path,
            String fingerprint,
            Instant at,
            String requestId,
            @Nullable ApiAnswer answer) {}

    private final Map<String, Use> entries;
    private final InstantSource clock;

    IdempotencyKeys(int capacity, InstantSource clock) {
        this.clock = clock;
        this.entries = new LinkedHashMap<>() {
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
        Use entry = entries.get(key);
        if (entry == null || entry.at().plus(KEPT).isBefore(now)) {
            entries.put(key, new Use(path, fingerprint, now, requestId, null));
            return Optional.empty();
        }
        if (!entry.path().equals(path)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    ("Keys for idempotent requests can only be used for the same endpoint they were first used for "
                                    + "('%s' vs '%s'). Try using a key other than '%s' if you meant to execute a "
                                    + "different request.")
                            .formatted(path, entry.path(), key));
        }
        if (!entry.fingerprint().equals(fingerprint)) {
            throw StripeRefusal.idempotency(
                    400,
                    null,
                    ("Keys for idempotent requests can only be used with the same parameters they were first used "
                                    + "with. Try using a key other than '%s' if you meant to execute a different request.")
                            .formatted(key));
        }
        if (entry.answer() == null) {
            throw StripeRefusal.idempotency(
                    409,
                    "idempotency_key_in_use",
                    ("There is currently another in-progress request using this Idempotent Key (that probably means "
                                    + "you submitted twice, and the other request is still going through): %s. Please try "
                                    + "again later.")
                            .formatted(key));
        }
        return Optional.of(
                entry.answer().with("Idempotent-Replayed", "true").with("Original-Request", entry.requestId()));
    }

    /** @param answer what the key answers from now on; null forgets the key, so that it may be used again */
    synchronized void finish(String key, @Nullable ApiAnswer answer) {
        Use entry = entries.get(key);
        if (entry == null) {
            return;
        }
        if (answer == null) {
            entries.remove(key);
        } else {
            entries.put(key, new Use(entry.path(), entry.fingerprint(), entry.at(), entry.requestId(), answer));
        }
    }
}
