package com.moxton.payments.worker.jdbc;

import com.moxton.payments.tracing.TraceSpan;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * READ COMMITTED transactions that are repeated as a whole when the database chose them as the victim of a deadlock
 * (1213) or had them wait for a lock too long (1205). What is given must therefore have no effect but on the database.
 */
@Component
@Primary
public class RetryingTransactions {

    private static final Logger log = LoggerFactory.getLogger(RetryingTransactions.class);
    private static final int ATTEMPTS = 5;
    private static final int LONGEST_PAUSE_MS = 50;

    private final TransactionTemplate transactions;

    public RetryingTransactions(PlatformTransactionManager transactionManager) {
        this.transactions = new TransactionTemplate(transactionManager);
        this.transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /**
     * @throws PessimisticLockingFailureException after the fifth attempt; the transaction may be tried again later
     */
    public <T> T execute(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (TraceSpan span = TransactionSpans.begin()) {
                return traced(span, work);
            } catch (PessimisticLockingFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("transaction lost a lock and is repeated");
                pause(attempt);
            }
        }
    }

    /** Without repetition, and without a span: for whoever has another way when it fails. */
    public <T> T executeOnce(Supplier<T> work) {
        return once(work);
    }

    private <T> T traced(TraceSpan span, Supplier<T> work) {
        try {
            return once(work);
        } catch (RuntimeException e) {
            span.failed(e);
            throw e;
        }
    }

    /** One attempt. Whoever bounds them does it around this. */
    protected <T> T once(Supplier<T> work) {
        T result = transactions.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("The work of a transaction returned null");
        }
        return result;
    }

    private static void pause(int attempt) {
        try {
            // Random, or the two that met would meet again.
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MS) * (long) attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
