package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.Service;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Payments under way at a steady rate of events: created, an action a second later, processing a second later, paid for
 * after six. Of some of them the customer has the page open from the third second.
 */
public final class PaidLoad {

    private static final int CONNECTIONS = 32;

    private final WebhookSigner signer = new WebhookSigner(Parts.WEBHOOK_SECRET);
    private final BlockingQueue<WebhookSender> connections = new LinkedBlockingQueue<>();
    private final Map<Integer, PaymentLife> lives = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> orders;
    private final int perSecond;
    private final int watchedOneIn;
    private final PaidWatch watch;

    /**
     * @param orders that exist; each is used once
     * @param perSecond events
     * @param watchedOneIn of so many payments one has its page open
     */
    public PaidLoad(Service ingress, List<String> orders, int perSecond, int watchedOneIn, PaidWatch watch) {
        this.orders = orders;
        this.perSecond = perSecond;
        this.watchedOneIn = watchedOneIn;
        this.watch = watch;
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new WebhookSender(ingress.port()));
        }
    }

    /** Sends for that long; a life that isn't at its end then is left. */
    public void run(double seconds) throws InterruptedException, IOException {
        int livesPerSecond = perSecond / 4;
        int[] behind = {0, livesPerSecond, 2 * livesPerSecond, 6 * livesPerSecond};
        int pageOpens = 3 * livesPerSecond;
        long ticks = Math.round(seconds * perSecond);
        long began = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long n = 0; n < ticks; n++) {
                long due = began + n * 1_000_000_000L / perSecond;
                Pace.awaitNanos(due);
                int step = (int) (n % 4);
                int newest = (int) (n / 4);
                int life = newest - behind[step];
                if (life >= 0) {
                    threads.execute(() -> send(life, step, due));
                }
                int opened = newest - pageOpens;
                if (step == 0 && opened >= 0 && opened % watchedOneIn == 0) {
                    watch.follow(life(opened));
                }
            }
        }
        for (WebhookSender connection : connections) {
            connection.close();
        }
    }

    /** Webhooks that weren't answered 200. */
    public int refused() {
        return refused.get();
    }

    private PaymentLife life(int number) {
        return lives.computeIfAbsent(number, life -> PaymentLife.of(orders.get(life), Instant.now()));
    }

    private void send(int number, int step, long due) {
        PaymentLife life = life(number);
        byte[] body = life.events().get(step).body();
        if (step == 3) {
            lives.remove(number);
            if (number % watchedOneIn == 0) {
                watch.expect(life, due);
            }
        }
        try {
            WebhookSender connection = connections.take();
            try {
                if (connection.deliver(new SignedEvents.Signed(
                                body, signer.sign(body, Instant.now().getEpochSecond())))
                        != 200) {
                    refused.incrementAndGet();
                }
            } catch (IOException e) {
                refused.incrementAndGet();
            } finally {
                connections.add(connection);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
