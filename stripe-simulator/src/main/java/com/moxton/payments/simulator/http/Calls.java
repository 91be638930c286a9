package com.moxton.payments.simulator.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was called, for tests to look at: counts for good, the latest calls one by one. */
public final class Calls {

    private static final int KEPT = 2_000;

    /**
     * @param endpoint {@code POST /v1/payment_intents/{id}/confirm}
     * @param status what was answered, or would have been had the connection not been lost
     * @param replayed whether the idempotency key answered
     * @param answered false when the connection was dropped or left hanging
     */
    public record Call(
            Instant at,
            String endpoint,
            String path,
            @Nullable String idempotencyKey,
            int status,
            boolean replayed,
            boolean answered) {}

    private final Deque<Call> latest = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final InstantSource clock;

    public Calls(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void record(String endpoint, ApiRequest request, ApiAnswer answer, Outcome.Fate fate) {
        counts.merge(endpoint, 1, Integer::sum);
        latest.addLast(new Call(
                clock.instant(),
                endpoint,
                request.path(),
                request.idempotencyKey(),
                answer.status(),
                answer.headers().containsKey("Idempotent-Replayed"),
                fate == Outcome.Fate.ANSWER));
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    public synchronized List<Call> latest() {
        return List.copyOf(latest);
    }

    /** How often each endpoint was called since the start. */
    public synchronized Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    public synchronized int count(String endpoint) {
        return counts.getOrDefault(endpoint, 0);
    }
}
