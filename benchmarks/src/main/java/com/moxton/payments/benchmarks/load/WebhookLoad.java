package com.moxton.payments.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Webhooks to a server on loopback over a fixed number of connections, each with a thread. */
public final class WebhookLoad {

    private final int port;
    private final int connections;
    private final SignedEvents events;

    public WebhookLoad(int port, int connections, SignedEvents events) {
        this.port = port;
        this.connections = connections;
        this.events = events;
    }

    /**
     * @param accepted how many were answered with 200
     * @param refused how many were answered otherwise, or not at all
     */
    public record Throughput(long accepted, long refused, double seconds) {}

    /** As many as go: each connection delivers the next event as soon as the last one is answered. */
    public Throughput atMost(Duration time) throws InterruptedException {
        LongAdder accepted = new LongAdder();
        LongAdder refused = new LongAdder();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        onEachConnection(sender -> {
            while (System.nanoTime() < end) {
                (isAccepted(sender) ? accepted : refused).increment();
            }
        });
        return new Throughput(accepted.sum(), refused.sum(), (System.nanoTime() - began) / 1e9);
    }

    /**
     * @param micros from when each request was due to its answer; of all requests, whatever their answer
     */
    public record Latency(Histogram micros, long refused) {}

    /**
     * Each request is due at a time of its own, whatever became of those before. One that can't be sent in time, because all
     * connections still wait, counts from when it was due.
     */
    public Latency atRate(double perSecond, Duration time) throws InterruptedException {
        long period = Math.round(1e9 / perSecond);
        long requests = time.toNanos() / period;
        AtomicLong next = new AtomicLong();
        LongAdder refused = new LongAdder();
        Histogram all = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        onEachConnection(sender -> {
            Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
            for (long number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                long due = start + number * period;
                Pace.awaitNanos(due);
                if (!isAccepted(sender)) {
                    refused.increment();
                }
                micros.recordValue((System.nanoTime() - due) / 1000);
            }
            synchronized (all) {
                all.add(micros);
            }
        });
        return new Latency(all, refused.sum());
    }

    private boolean isAccepted(WebhookSender sender) {
        try {
            return sender.deliver(events.next()) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Work {
        void run(WebhookSender sender);
    }

    private void onEachConnection(Work work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                try (WebhookSender sender = new WebhookSender(port)) {
                    work.run(sender);
                } catch (IOException e) {
                    // Of the close: nothing is lost by it.
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
