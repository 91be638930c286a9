package com.moxton.payments.worker.calllog;

import com.moxton.payments.worker.stripe.StripeCall;
import com.moxton.payments.worker.stripe.StripeCallWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes calls in without ever waiting, and writes them behind the callers' backs, in batches. While the database is away
 * they are held; when there are too many, the newest are dropped and counted. A crash loses what is held.
 */
@Component
class CallLog implements StripeCallWatch, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CallLog.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 200;
    private static final long GATHER_MILLIS = 100;

    private final JdbcCallLog rows;
    private final CallLogSettings settings;
    private final BlockingQueue<StripeCall> waiting;
    private final Counter dropped;
    private volatile boolean stopping;
    private volatile boolean away;
    private volatile @Nullable Thread writer;

    CallLog(JdbcCallLog rows, CallLogSettings settings, MeterRegistry meters) {
        this.rows = rows;
        this.settings = settings;
        this.waiting = new ArrayBlockingQueue<>(settings.capacity());
        this.dropped = Counter.builder("payments.stripe.calls.dropped")
                .description("Calls to Stripe that are missing in stripe_calls")
                .register(meters);
        Gauge.builder("payments.stripe.calls.waiting", waiting, BlockingQueue::size)
                .description("Calls to Stripe that are to be entered in stripe_calls")
                .register(meters);
    }

    @Override
    public void made(StripeCall call) {
        if (!waiting.offer(call)) {
            dropped.increment();
        }
    }

    @Override
    public synchronized void start() {
        stopping = false;
        writer = Thread.ofPlatform().daemon().name("stripe-calls").start(this::write);
    }

    private void write() {
        List<StripeCall> batch = new ArrayList<>();
        while (!stopping || !waiting.isEmpty()) {
            try {
                StripeCall first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                if (!stopping && waiting.size() < settings.batchSize()) {
                    // Nobody waits for them, and a commit for each would cost as much as a request's own.
                    TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                }
                waiting.drainTo(batch, settings.batchSize() - 1);
                writeOut(batch);
            } catch (InterruptedException e) {
                break;
            } finally {
                batch.clear();
            }
        }
        drop(waiting.size());
    }

    private void writeOut(List<StripeCall> batch) throws InterruptedException {
        while (true) {
            try {
                rows.insert(batch);
                if (away) {
                    away = false;
                    log.info("Calls to Stripe are entered again");
                }
                return;
            } catch (DataIntegrityViolationException e) {
                // Would fail for ever, and hold up the others.
                log.atError().setCause(e).addKeyValue("calls", batch.size()).log("Calls to Stripe can't be entered");
                drop(batch.size());
                return;
            } catch (DataAccessException | TransactionException e) {
                if (stopping) {
                    drop(batch.size());
                    return;
                }
                if (!away) {
                    away = true;
                    log.atWarn()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("Calls to Stripe wait for the database to be entered");
                }
                TimeUnit.NANOSECONDS.sleep(settings.retryPause().toNanos());
            }
        }
    }

    private void drop(int calls) {
        dropped.increment(calls);
    }

    /** After everything that calls Stripe, for it has the lowest phase: what those did last is entered too. */
    @Override
    public synchronized void stop() {
        stopping = true;
        Thread thread = writer;
        if (thread != null) {
            try {
                if (!thread.join(STOP_TIMEOUT)) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        writer = null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }
}
