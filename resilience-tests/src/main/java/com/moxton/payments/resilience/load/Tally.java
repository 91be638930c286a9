package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.load.Shop.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the customers were told: promises that must be kept, and answers that nobody should get. */
public final class Tally {

    private static final int MOST_KEPT = 50;
    private static final int MOST_PROBLEMS = 2_000;

    private final Map<String, Set<String>> intentsByOrder = new ConcurrentHashMap<>();
    private final Set<String> paidOrders = ConcurrentHashMap.newKeySet();
    private final Set<String> clientSecrets = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicLong slowestRefusal = new AtomicLong();
    private final AtomicLong wentAway = new AtomicLong();
    private final Queue<Long> served = new ConcurrentLinkedQueue<>();

    void intentWasTold(String orderId, String intentId, String clientSecret) {
        intentsByOrder
                .computeIfAbsent(orderId, order -> ConcurrentHashMap.newKeySet())
                .add(intentId);
        clientSecrets.add(clientSecret);
    }

    void paymentWasTold(String orderId) {
        paidOrders.add(orderId);
    }

    void answered(Answer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicLong()).incrementAndGet();
        slowest.accumulateAndGet(answer.took().toMillis(), Math::max);
        if (answer.isRefused()) {
            slowestRefusal.accumulateAndGet(answer.took().toMillis(), Math::max);
        }
        if (answer.status() >= 400 && problems.size() < MOST_PROBLEMS) {
            problems.add(answer.json().toString());
        }
    }

    void refused(Answer answer) {
        refused.incrementAndGet();
    }

    /** @param took from the call to an answer that says what became of it, 202s in between included */
    void served(Duration took) {
        served.add(took.toMillis());
    }

    /** Refused, and not come again. */
    void wentAway() {
        wentAway.incrementAndGet();
    }

    /** Neither what was asked for nor something to repeat. */
    void unexpected(String what, Answer answer) {
        if (unexpected.size() < MOST_KEPT) {
            unexpected.add(what + ": " + answer.status() + " " + answer.text("code") + " " + answer.text("detail"));
        }
    }

    /** Every intent id that an order's customer was given. */
    public Map<String, Set<String>> intentsByOrder() {
        return Map.copyOf(intentsByOrder);
    }

    /** Orders whose customer was told that the payment succeeded. */
    public Set<String> paidOrders() {
        return Set.copyOf(paidOrders);
    }

    public Set<String> clientSecrets() {
        return Set.copyOf(clientSecrets);
    }

    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Bodies of answers of 400 and more: what a customer gets to read when something is wrong. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Attempts that were answered 429 or 5xx, or not at all. */
    public long refused() {
        return refused.get();
    }

    public long gone() {
        return wentAway.get();
    }

    /** How long those waited whose call was carried out. */
    public List<Duration> servedWithin() {
        return served.stream().sorted().map(Duration::ofMillis).toList();
    }

    public Duration slowestRefusal() {
        return Duration.ofMillis(slowestRefusal.get());
    }

    public Duration slowest() {
        return Duration.ofMillis(slowest.get());
    }

    /** How many answers had which status; 0: none came. */
    public Map<Integer, Long> statuses() {
        Map<Integer, Long> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }
}
