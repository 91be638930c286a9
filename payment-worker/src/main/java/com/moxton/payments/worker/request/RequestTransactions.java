package com.moxton.payments.worker.request;

import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of requests. Hundreds of these are under way at once and share one pool of connections with the consumers of
 * events, with reconciliation and the console: so they wait for their turn here, in the order in which they came, and
 * leave some connections to the others.
 *
 * <p>One who gets no connection in time tells those behind: for a second none of them waits, and requests that were not
 * begun are answered instead of piling up.
 */
@Component
class RequestTransactions extends RetryingTransactions {

    /** For two transactions of events and their retries, and for whoever looks at the console. */
    private static final int LEFT_TO_OTHERS = 4;

    /** For as long as ingress waits, unless it is told otherwise. Later nobody is there to be told that it took so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration AWAY = Duration.ofSeconds(1);

    private final Semaphore turns;
    private final Duration patience;
    private final AtomicLong failedAt = new AtomicLong(System.nanoTime() - AWAY.toNanos());

    @Autowired
    RequestTransactions(PlatformTransactionManager transactionManager, HikariDataSource pool, MeterRegistry meters) {
        this(transactionManager, Math.max(1, pool.getMaximumPoolSize() - LEFT_TO_OTHERS), PATIENCE);
        Gauge.builder("payments.requests.transactions.waiting", turns, Semaphore::getQueueLength)
                .description("Requests that wait until one of their transactions may begin")
                .register(meters);
    }

    /**
     * @param atOnce transactions
     * @param patience how long each waits for its turn
     */
    RequestTransactions(PlatformTransactionManager transactionManager, int atOnce, Duration patience) {
        super(transactionManager);
        this.turns = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** @throws CannotCreateTransactionException when there is no connection in time: nothing of the work was done */
    @Override
    protected <T> T once(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            // Part of one that has its turn.
            return super.once(work);
        }
        awaitTurn();
        try {
            if (System.nanoTime() - failedAt.get() < AWAY.toNanos()) {
                throw new CannotCreateTransactionException("The database could not be reached a moment ago");
            }
            return begun(work);
        } finally {
            turns.release();
        }
    }

    private <T> T begun(Supplier<T> work) {
        try {
            return super.once(work);
        } catch (CannotCreateTransactionException e) {
            failedAt.set(System.nanoTime());
            throw e;
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CannotCreateTransactionException("Too many transactions wait for a connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotCreateTransactionException("Interrupted while waiting for a connection", e);
        }
    }
}
