package com.moxton.payments.ingress.intent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The replies of the last minutes, and who waits for one. A reply is kept first and told to those who wait second; who
 * waits registers first and looks second: so nobody misses one.
 */
final class ReplyBook {
    /** What an entry costs beside its bytes: key, entry, bookkeeping. */
    private static final int ENTRY_OVERHEAD = 250;

    /** As bytes: about a tenth of what the records take. */
    private record Kept(byte[] json, long writtenAt) {}

    private final Tracing tracing;
    private final Clock clock;
    private final Duration kept;
    private final Cache<String, Kept> replies;
    private final Map<String, List<CompletableFuture<Optional<PaymentReply>>>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closing;

    ReplyBook(Tracing tracing, Clock clock, Duration kept, long maxBytes) {
        this.tracing = tracing;
        this.clock = clock;
        this.kept = kept;
        this.replies = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<String, Kept>weigher((id, reply) -> reply.json().length + ENTRY_OVERHEAD)
                .expireAfter(Expiry.<String, Kept>writing((id, reply) -> remaining(reply.writtenAt())))
                .recordStats()
                .build();
    }

    Cache<String, ?> cache() {
        return replies;
    }

    /** Takes a record of {@code payment.replies}. */
    void accept(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || remaining(record.timestamp()).isZero()) {
            return;
        }
        PaymentReply reply = EventJson.read(record.value(), PaymentReply.class);
        replies.put(reply.requestId(), new Kept(record.value(), record.timestamp()));
        List<CompletableFuture<Optional<PaymentReply>>> waiters = waiting.remove(reply.requestId());
        if (waiters != null) {
            // Only for whoever waits: every instance reads every reply.
            try (TraceSpan answering = tracing.answer(record)) {
                waiters.forEach(waiter -> waiter.complete(Optional.of(reply)));
            }
        }
    }

    Optional<PaymentReply> find(RequestId id) {
        Kept reply = replies.getIfPresent(id.toString());
        return reply == null ? Optional.empty() : Optional.of(EventJson.read(reply.json(), PaymentReply.class));
    }

    /** Registers interest. Close it, whatever comes. */
    Expected expect(RequestId id) {
        CompletableFuture<Optional<PaymentReply>> future = new CompletableFuture<>();
        waiting.compute(id.toString(), (key, waiters) -> {
            List<CompletableFuture<Optional<PaymentReply>>> longer =
                    waiters == null ? new ArrayList<>(1) : new ArrayList<>(waiters);
            longer.add(future);
            return longer;
        });
        return new Expected(id, future);
    }

    /** For the shutdown: whoever waits is told that there is no reply yet, and asks another instance. */
    void release() {
        closing = true;
        waiting.values().forEach(waiters -> waiters.forEach(waiter -> waiter.complete(Optional.empty())));
    }

    int waiting() {
        return waiting.size();
    }

    private Duration remaining(long writtenAt) {
        return Duration.ofMillis(Math.max(0, writtenAt + kept.toMillis() - clock.millis()));
    }

    final class Expected implements AutoCloseable {
        private final RequestId id;
        private final CompletableFuture<Optional<PaymentReply>> future;

        private Expected(RequestId id, CompletableFuture<Optional<PaymentReply>> future) {
            this.id = id;
            this.future = future;
        }

        /** The reply; empty when it isn't there in time, or when the service stops. */
        Optional<PaymentReply> await(Duration time) {
            Optional<PaymentReply> already = find(id);
            if (already.isPresent() || closing) {
                return already;
            }
            try {
                return future.get(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Nothing completes it with an exception", e);
            }
        }

        @Override
        public void close() {
            waiting.computeIfPresent(id.toString(), (key, waiters) -> without(waiters, future));
        }

        private static <T> @Nullable List<T> without(List<T> list, T gone) {
            List<T> shorter = new ArrayList<>(list);
            shorter.remove(gone);
            return shorter.isEmpty() ? null : shorter;
        }
    }
}
