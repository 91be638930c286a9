package com.moxton.payments.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

@Timeout(30)
class RequestTransactionsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Pool pool = new Pool();

    @AfterEach
    void letGo() {
        threads.shutdownNow();
    }

    @Test
    void noMoreThanTheBoundAreUnderWayAndAllHaveTheirTurn() {
        RequestTransactions transactions = new RequestTransactions(pool, 3, LONG);
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<String>> all = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> transactions.execute(() -> {
                            awaitOpen(gate);
                            return "done";
                        }),
                        threads))
                .toList();
        await().until(() -> pool.open.get() == 3);

        gate.countDown();

        assertThat(all).extracting(CompletableFuture::join).containsOnly("done");
        assertThat(pool.most).hasValue(3);
    }

    @Test
    void whoHasNoTurnInTimeHasBegunNothing() {
        RequestTransactions transactions = new RequestTransactions(pool, 1, SHORT);
        AtomicBoolean begun = new AtomicBoolean();
        transactions.execute(() -> {
            CompletableFuture<Object> other = CompletableFuture.supplyAsync(
                    () -> transactions.execute(() -> {
                        begun.set(true);
                        return true;
                    }),
                    threads);
            assertThatThrownBy(other::join).hasCauseInstanceOf(CannotCreateTransactionException.class);
            return true;
        });

        assertThat(begun).isFalse();
        assertThat(pool.begins).hasValue(1);
        assertThat(transactions.<String>execute(() -> "next")).isEqualTo("next");
    }

    @Test
    void whereOneGotNoConnectionThoseBehindDoNotWaitForOne() {
        RequestTransactions transactions = new RequestTransactions(pool, 1, LONG);
        pool.away.set(true);

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> transactions.execute(() -> "never"))
                    .isInstanceOf(CannotCreateTransactionException.class);
        }

        assertThat(pool.begins).as("waits for a connection").hasValueLessThan(3);
        pool.away.set(false);
        await().atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> transactions.execute(() -> "back"), "back"::equals);
    }

    @Test
    void onePartOfAnotherTakesNoSecondTurn() {
        RequestTransactions transactions = new RequestTransactions(pool, 1, SHORT);
        Supplier<String> inner = () -> transactions.execute(() -> "inner");

        assertThat(transactions.execute(inner)).isEqualTo("inner");
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts who has a connection. */
    private static final class Pool extends AbstractPlatformTransactionManager {
        private final AtomicInteger begins = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicBoolean away = new AtomicBoolean();
        private final ThreadLocal<Boolean> mine = ThreadLocal.withInitial(() -> false);

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return mine.get();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            begins.incrementAndGet();
            if (away.get()) {
                throw new CannotCreateTransactionException("no connection");
            }
            mine.set(true);
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            close();
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            close();
        }

        private void close() {
            mine.set(false);
            open.decrementAndGet();
        }
    }
}
