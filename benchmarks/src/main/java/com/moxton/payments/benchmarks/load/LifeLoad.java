package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Parts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Whole lives of payments, sent as webhooks at a steady rate to several instances of ingress in turns, as a load balancer
 * would: who doesn't take an event is passed over, and an event that nobody took is sent again, as Stripe does. One event
 * in twenty is sent twice. Lives overlap, and their events arrive as they like.
 */
public final class LifeLoad implements AutoCloseable {

    /** So many lives are under way at once: their events are mixed, a life's own stay in their order. */
    private static final int UNDER_WAY = 200;

    /** Connections at once. Beyond that the load waits: it is steady while the system keeps up. */
    private static final int IN_FLIGHT = 200;

    private final WebhookSigner signer = new WebhookSigner(Parts.WEBHOOK_SECRET);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<String> orders;
    private final double perSecond;
    private final Thread pace;
    private volatile List<URI> targets;
    private volatile boolean running = true;

    /**
     * @param orders that exist; the load ends when all of them are paid for, or earlier when it is stopped
     */
    public LifeLoad(List<String> orders, double perSecond, List<URI> targets) {
        this.orders = orders;
        this.perSecond = perSecond;
        this.targets = List.copyOf(targets);
        this.pace = Thread.ofPlatform().name("pace").start(this::run);
    }

    private void run() {
        Random random = new Random(7);
        List<List<PaymentLife.Event>> lives = new ArrayList<>();
        int next = 0;
        long began = System.nanoTime();
        for (int n = 0; running || !lives.isEmpty(); n++) {
            while (running && lives.size() < UNDER_WAY && next < orders.size()) {
                lives.add(new ArrayList<>(
                        PaymentLife.of(orders.get(next++), Instant.now()).events()));
            }
            if (lives.isEmpty()) {
                return;
            }
            List<PaymentLife.Event> life = lives.get(random.nextInt(lives.size()));
            PaymentLife.Event event = life.removeFirst();
            if (life.isEmpty()) {
                lives.remove(life);
            }
            long due = began + (long) (n * 1e9 / perSecond);
            Pace.awaitNanos(due);
            send(event);
            if (random.nextInt(20) == 0) {
                send(event);
            }
        }
    }

    private void send(PaymentLife.Event event) {
        room.acquireUninterruptibly();
        senders.execute(() -> {
            try {
                deliver(event);
            } finally {
                room.release();
            }
        });
    }

    private void deliver(PaymentLife.Event event) {
        for (int attempt = 0; ; attempt++) {
            URI target = targets.get((sent.incrementAndGet() + attempt) % targets.size());
            if (isTaken(event, target)) {
                accepted.add(event.id());
                return;
            }
            refused.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(1000, 20L << Math.min(attempt, 6))));
        }
    }

    private boolean isTaken(PaymentLife.Event event, URI target) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header(
                        "Stripe-Signature",
                        signer.sign(event.body(), Instant.now().getEpochSecond()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It is going away, or gone.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** From now on. */
    public void to(List<URI> instances) {
        targets = List.copyOf(instances);
    }

    /** Ids that were answered 200. */
    public Set<String> accepted() {
        return accepted;
    }

    /** Attempts that had to be made again. */
    public int refused() {
        return refused.get();
    }

    /** Begins no further life, brings those under way to their end, and returns when every event was taken. */
    public void finish() throws InterruptedException {
        running = false;
        pace.join();
        senders.shutdown();
        if (!senders.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Some events were not taken within two minutes");
        }
    }

    @Override
    public void close() {
        running = false;
        senders.shutdownNow();
        http.close();
    }
}
