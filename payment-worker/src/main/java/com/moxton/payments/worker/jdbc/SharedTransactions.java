package com.moxton.payments.worker.jdbc;

import com.moxton.payments.tracing.TraceSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Work of several threads done in one transaction: one commit for all of it, and one statement where each would have sent its
 * own. Nobody waits for company. Who finds room begins a transaction at once, with whatever else is ready; what
 * arrives while transactions are under way goes into the next one. So they are as large as the load makes them, and one
 * thread alone has one to itself.
 *
 * <p>There is no thread behind it: one of the callers does the work of all, and then calls the first of those who wait.
 *
 * <p>What is wrong with one is no trouble of the others. Work that can't be done with them (its rows are locked by somebody
 * else) is left out, and when a shared transaction fails, it is rolled back: each then has a transaction of its own, which
 * fails by itself, waits by itself, and holds nobody up. Only when it could not even begin, for there is no connection, all fail.
 *
 * <p>Not guaranteed: the order of arrival; and that work is done once. Its commit may have happened although it failed, for
 * the answer was lost: it is done again then, and has to be as idempotent as it is for a crash.
 */
public final class SharedTransactions<I, O> {

    /** More would make statements larger than they get cheaper, and all wait for the last. */
    static final int MOST = 64;

    /** While one waits for its commit to be on disk, the next can be sent its statements. More make them smaller. */
    static final int AT_ONCE = 2;

    private static final Logger log = LoggerFactory.getLogger(SharedTransactions.class);

    private final RetryingTransactions transactions;
    private final Work<I, O> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Member<I, O>> waiting = new ArrayDeque<>();
    private int underWay;

    public SharedTransactions(RetryingTransactions transactions, Work<I, O> work) {
        this.transactions = transactions;
        this.work = work;
    }

    /** How it is done. Both ways run inside a transaction, and have no effect but on the database. */
    public interface Work<I, O> {

        /** What two that share a transaction must not have in common: the rows that they would change. */
        Collection<String> keys(I item);

        /**
         * Locks rows in an order that holds for all callers, and none that it would have to wait for long.
         *
         * @param items of no common key
         * @return one for each, in their order; empty for what has to be done alone, and is not begun
         */
        List<Optional<O>> together(List<I> items);

        /** Waits for the locks it needs. */
        O alone(I item);
    }

    /**
     * Returns after the commit.
     *
     * @throws RuntimeException as {@link RetryingTransactions#execute} of this item alone
     */
    public O execute(I item) {
        Member<I, O> member = new Member<>(item, Set.copyOf(work.keys(item)));
        Turn<O> turn = mayBegin(member) ? new Turn.Lead<>() : member.turn.join();
        Optional<O> result = switch (turn) {
            case Turn.Lead<O>() -> lead(member);
            case Turn.Done<O>(Optional<O> done, TransactionSpans.Shared shared) -> {
                shared.alsoHere();
                yield done;
            }
            // An exception for each thread: one that is thrown by many gathers all their traces.
            case Turn.NotBegun<O>(CannotCreateTransactionException cause) ->
                throw new CannotCreateTransactionException("A shared transaction could not begin", cause);
        };
        return result.orElseGet(() -> transactions.execute(() -> work.alone(item)));
    }

    private boolean mayBegin(Member<I, O> member) {
        lock.lock();
        try {
            if (underWay < AT_ONCE) {
                underWay++;
                return true;
            }
            waiting.add(member);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Empty when the leader's own item is to be done alone: it is, after others may begin. */
    private Optional<O> lead(Member<I, O> leader) {
        List<Member<I, O>> crew = gather(leader);
        TransactionSpans.Shared shared = TransactionSpans.Shared.begin(crew.size());
        List<? extends Turn<O>> ends = crew.stream()
                .map(member -> new Turn.Done<O>(Optional.empty(), shared))
                .toList();
        try (TraceSpan span = shared.span()) {
            List<Optional<O>> results = together(crew, span);
            ends = results.stream()
                    .map(result -> new Turn.Done<>(result, shared))
                    .toList();
            return results.getFirst();
        } catch (CannotCreateTransactionException e) {
            // No member's fault: each alone would wait as long, one after the other.
            ends = crew.stream().map(member -> new Turn.NotBegun<O>(e)).toList();
            throw e;
        } finally {
            // Also when this thread dies of an Error: nobody may wait for it for ever.
            for (int i = 1; i < crew.size(); i++) {
                crew.get(i).turn.complete(ends.get(i));
            }
            handOver();
        }
    }

    private List<Member<I, O>> gather(Member<I, O> leader) {
        List<Member<I, O>> crew = new ArrayList<>(List.of(leader));
        Set<String> taken = new HashSet<>(leader.keys);
        lock.lock();
        try {
            Iterator<Member<I, O>> candidates = waiting.iterator();
            while (candidates.hasNext() && crew.size() < MOST) {
                Member<I, O> candidate = candidates.next();
                if (Collections.disjoint(candidate.keys, taken)) {
                    candidates.remove();
                    crew.add(candidate);
                    taken.addAll(candidate.keys);
                }
            }
        } finally {
            lock.unlock();
        }
        return crew;
    }

    private List<Optional<O>> together(List<Member<I, O>> crew, TraceSpan span) {
        List<I> items = crew.stream().map(Member::item).toList();
        try {
            List<Optional<O>> results = transactions.executeOnce(() -> work.together(items));
            if (results.size() != items.size()) {
                throw new IllegalStateException("%d results for %d".formatted(results.size(), items.size()));
            }
            return results;
        } catch (CannotCreateTransactionException e) {
            span.failed(e);
            throw e;
        } catch (RuntimeException e) {
            span.failed(e);
            log.atInfo()
                    .addKeyValue("members", items.size())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("A shared transaction failed: each is done alone");
            return items.stream().map(item -> Optional.<O>empty()).toList();
        }
    }

    private void handOver() {
        Member<I, O> next;
        lock.lock();
        try {
            next = waiting.poll();
            if (next == null) {
                underWay--;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.turn.complete(new Turn.Lead<>());
        }
    }

    /** How many wait for a turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private record Member<I, O>(I item, Set<String> keys, CompletableFuture<Turn<O>> turn) {
        Member(I item, Set<String> keys) {
            this(item, keys, new CompletableFuture<>());
        }
    }

    /** What a waiting thread is woken for. */
    private sealed interface Turn<O> {
        record Lead<O>() implements Turn<O> {}

        record Done<O>(Optional<O> result, TransactionSpans.Shared shared) implements Turn<O> {}

        record NotBegun<O>(CannotCreateTransactionException cause) implements Turn<O> {}
    }
}
