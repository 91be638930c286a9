package com.moxton.payments.ingress.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that starts its work again whenever it fails, until it is closed. */
final class SupervisedLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SupervisedLoop.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** One run; returns when it is over for now, and looks at {@link SupervisedLoop#open()} in between. */
    interface Work {
        void run(SupervisedLoop loop) throws Exception;
    }

    private final String name;
    private final Duration pause;
    private final Work work;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    SupervisedLoop(String name, Duration pause, Work work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
        // A platform thread: Kafka's clients hold monitors while they wait for the network.
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    SupervisedLoop start() {
        thread.start();
        return this;
    }

    boolean open() {
        return closed.getCount() > 0;
    }

    /** Waits, but not past {@link #close()}. */
    void pause(Duration time) throws InterruptedException {
        closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        while (open()) {
            try {
                work.run(this);
            } catch (Exception | Error e) {
                if (open()) {
                    // The class, and its message for people: Kafka's messages hold addresses, never contents.
                    log.atWarn()
                            .addKeyValue("loop", name)
                            .addKeyValue("error", e.toString())
                            .addKeyValue("retryAfter", pause)
                            .log("loop failed, starting again");
                }
            }
            try {
                pause(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
