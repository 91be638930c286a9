package com.moxton.payments.worker.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DeadlockLoserDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;

/** Items are words; their key is what is before the first dash. */
@Timeout(30)
class SharedTransactionsTest {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Recorded work = new Recorded();
    private final PlatformTransactionManager manager = mock();
    private final SharedTransactions<String, String> shared =
            new SharedTransactions<>(new RetryingTransactions(manager), work);

    @AfterEach
    void letGo() {
        work.gate.release(1_000);
        threads.shutdownNow();
    }

    @Test
    void whoIsAloneWaitsForNobody() {
        work.gate.release();

        assertThat(shared.execute("a")).isEqualTo("A");
        assertThat(work.together).containsExactly(List.of("a"));
    }

    @Test
    void whatArrivesMeanwhileSharesTheNextOne() {
        occupy();
        List<CompletableFuture<String>> later =
                Stream.of("a", "b", "c").map(this::submit).toList();
        awaitWaiting(3);

        letOneEnd();

        assertThat(later).extracting(CompletableFuture::join).containsExactly("A", "B", "C");
        assertThat(work.together.subList(SharedTransactions.AT_ONCE, work.together.size()))
                .singleElement()
                .satisfies(items -> assertThat(items).containsExactlyInAnyOrder("a", "b", "c"));
    }

    @Test
    void noMoreThanTheMostShareOne() {
        occupy();
        List<CompletableFuture<String>> later = IntStream.range(0, SharedTransactions.MOST + 10)
                .mapToObj(i -> submit("n" + i))
                .toList();
        awaitWaiting(later.size());

        letOneEnd();

        later.forEach(CompletableFuture::join);
        assertThat(work.together)
                .allSatisfy(items -> assertThat(items).hasSizeLessThanOrEqualTo(SharedTransactions.MOST));
    }

    @Test
    void thoseOfOneKeyNeverShareOne() {
        occupy();
        List<CompletableFuture<String>> later =
                Stream.of("k-1", "k-2", "k-3", "other").map(this::submit).toList();
        awaitWaiting(4);

        letOneEnd();

        assertThat(later).extracting(CompletableFuture::join).containsExactly("K-1", "K-2", "K-3", "OTHER");
        assertThat(work.together)
                .allSatisfy(items -> assertThat(items)
                        .filteredOn(item -> item.startsWith("k-"))
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void whatIsLeftOutIsDoneAlone() {
        occupy();
        CompletableFuture<String> left = submit("left-out");
        CompletableFuture<String> other = submit("b");
        awaitWaiting(2);

        letOneEnd();

        assertThat(other.join()).isEqualTo("B");
        assertThat(left.join()).isEqualTo("alone LEFT-OUT");
    }

    @Test
    void oneThatWaitsForALockHoldsNobodyUp() {
        work.gate.release(1_000);
        List<CompletableFuture<String>> stuck = IntStream.range(0, SharedTransactions.AT_ONCE + 1)
                .mapToObj(i -> submit("locked" + i))
                .toList();
        await().until(() -> work.stuck.get() == stuck.size());

        assertThat(shared.execute("a")).isEqualTo("A");

        work.unlocked.countDown();
        assertThat(stuck).extracting(CompletableFuture::join).allMatch(result -> result.startsWith("alone LOCKED"));
    }

    /** Each alone would wait for a connection as long as all together did, one after the other. */
    @Test
    void whatCouldNotBeginFailsForAllAndIsTriedForNone() {
        when(manager.getTransaction(any()))
                .thenReturn(mock())
                .thenReturn(mock())
                .thenThrow(new CannotCreateTransactionException("away"));
        occupy();
        List<CompletableFuture<String>> later =
                Stream.of("a", "b", "c").map(this::submit).toList();
        awaitWaiting(3);

        work.gate.release();

        assertThat(later)
                .allSatisfy(one ->
                        assertThatThrownBy(one::join).hasCauseInstanceOf(CannotCreateTransactionException.class));
        verify(manager, times(3)).getTransaction(any());
    }

    @Test
    void oneThatFailsIsItsOwnTroubleAlone() {
        occupy();
        CompletableFuture<String> bad = submit("bad");
        List<CompletableFuture<String>> good =
                Stream.of("a", "b").map(this::submit).toList();
        awaitWaiting(3);

        letOneEnd();

        assertThat(good).extracting(CompletableFuture::join).containsExactly("alone A", "alone B");
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(shared.execute("c")).as("and it goes on").isEqualTo("C");
    }

    @Test
    void aDeadlockIsNotFoughtOutTogether() {
        work.gate.release(1_000);

        assertThat(shared.execute("deadlock")).isEqualTo("alone DEADLOCK");
        assertThat(work.together).hasSize(1);
    }

    @Test
    void whoeverDiesTakesNobodyAlong() {
        occupy();
        CompletableFuture<String> dying = submit("dies");
        awaitWaiting(1);
        CompletableFuture<String> other = submit("a");
        awaitWaiting(2);

        letOneEnd();

        assertThat(other.join()).isEqualTo("alone A");
        assertThatThrownBy(dying::join).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(IntStream.range(0, 10).mapToObj(i -> shared.execute("x" + i)))
                .as("no turn is lost")
                .hasSize(10);
    }

    @Test
    void manyThreadsGetEachItsOwnResult() {
        work.gate.release(100_000);
        List<CompletableFuture<String>> all = IntStream.range(0, 2_000)
                .mapToObj(i -> submit("k" + i % 50 + "-" + i))
                .toList();

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).join()).isEqualTo("K" + i % 50 + "-" + i);
        }
    }

    /** As many transactions as there may be, all held at the gate. */
    private void occupy() {
        for (int i = 0; i < SharedTransactions.AT_ONCE; i++) {
            submit("occupying" + i);
        }
        await().until(() -> work.gate.getQueueLength() == SharedTransactions.AT_ONCE);
    }

    /** Then one of those who wait gathers the others before anybody else does. */
    private void letOneEnd() {
        work.gate.release();
        await().until(() -> work.together.size() == SharedTransactions.AT_ONCE + 1);
        work.gate.release(1_000);
    }

    private CompletableFuture<String> submit(String item) {
        // Whoever is never called would hang the test, too: join can't be interrupted.
        return CompletableFuture.supplyAsync(() -> shared.execute(item), threads)
                .orTimeout(20, TimeUnit.SECONDS);
    }

    private void awaitWaiting(int count) {
        await().until(() -> shared.waiting() == count);
    }

    private static final class Recorded implements SharedTransactions.Work<String, String> {
        final Semaphore gate = new Semaphore(0);
        final CountDownLatch unlocked = new CountDownLatch(1);
        final AtomicInteger stuck = new AtomicInteger();
        final List<List<String>> together = new CopyOnWriteArrayList<>();

        @Override
        public Collection<String> keys(String item) {
            return List.of(item.split("-")[0]);
        }

        @Override
        public List<Optional<String>> together(List<String> items) {
            together.add(List.copyOf(items));
            gate.acquireUninterruptibly();
            List<Optional<String>> results = new ArrayList<>();
            for (String item : items) {
                failIfAsked(item);
                boolean free = !item.startsWith("left") && !item.startsWith("locked");
                results.add(free ? Optional.of(item.toUpperCase(Locale.ROOT)) : Optional.empty());
            }
            return results;
        }

        @Override
        public String alone(String item) {
            if (item.equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
            if (item.startsWith("locked")) {
                stuck.incrementAndGet();
                waitFor(unlocked);
            }
            return "alone " + item.toUpperCase(Locale.ROOT);
        }

        private static void failIfAsked(String item) {
            Supplier<Throwable> failure = switch (item) {
                case "bad" -> () -> new IllegalArgumentException("bad");
                case "deadlock" -> () -> new DeadlockLoserDataAccessException("victim", null);
                case "dies" -> StackOverflowError::new;
                default -> () -> null;
            };
            switch (failure.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
        }

        private static void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
