package com.moxton.payments.worker.consume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Takes few records in one transaction, and many in several at once. At everyday rates the events that came while the last
 * ones were at work share a transaction, its commit and that of their offsets; a backlog has several connections at work.
 *
 * <p>Divided by key: the events of a payment stay together and in their order.
 */
@Component
class DividedBatches implements DisposableBean {

    /** Fewer records are not worth a transaction of their own. */
    private static final int LEAST = 64;

    private final Consumer<List<ConsumerRecord<byte[], byte[]>>> processing;
    private final int atMost;
    private final int atOnce;
    private final ExecutorService others;

    @Autowired
    DividedBatches(GuiltyRecords processing, EventSettings settings) {
        this(processing::take, settings.batchSize(), settings.transactions());
    }

    /**
     * @param atMost records of one transaction
     * @param atOnce transactions
     */
    DividedBatches(Consumer<List<ConsumerRecord<byte[], byte[]>>> processing, int atMost, int atOnce) {
        this.processing = processing;
        this.atMost = atMost;
        this.atOnce = atOnce;
        this.others = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("stripe-events-", 1).factory());
    }

    /** How many records it is best given at once. A tenth less than its transactions hold: keys don't divide evenly. */
    int most() {
        return Math.max(atOnce, atMost * atOnce * 9 / 10);
    }

    /**
     * Returns when all of it is done.
     *
     * @throws RuntimeException when time may heal it, after whatever could be done: nothing is lost by taking the same
     *     records again
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        List<List<ConsumerRecord<byte[], byte[]>>> parts = divide(records);
        List<CompletableFuture<Void>> elsewhere = parts.stream()
                .skip(1)
                .map(part -> CompletableFuture.runAsync(() -> takePart(part), others))
                .toList();
        RuntimeException failure = null;
        try {
            takePart(parts.getFirst());
        } catch (RuntimeException e) {
            failure = e;
        }
        for (CompletableFuture<Void> part : elsewhere) {
            try {
                part.join();
            } catch (CompletionException e) {
                failure = failure == null ? unwrapped(e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void takePart(List<ConsumerRecord<byte[], byte[]>> part) {
        for (int from = 0; from < part.size(); from += atMost) {
            processing.accept(part.subList(from, Math.min(part.size(), from + atMost)));
        }
    }

    private List<List<ConsumerRecord<byte[], byte[]>>> divide(List<ConsumerRecord<byte[], byte[]>> records) {
        int count = Math.min(atOnce, Math.max(records.size() / LEAST, (records.size() - 1) / atMost + 1));
        if (count <= 1) {
            return List.of(records);
        }
        List<List<ConsumerRecord<byte[], byte[]>>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>(records.size() / count + LEAST));
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            parts.get(Math.floorMod(Arrays.hashCode(record.key()), count)).add(record);
        }
        parts.removeIf(List::isEmpty);
        return parts;
    }

    private static RuntimeException unwrapped(CompletionException e) {
        return switch (Objects.requireNonNull(e.getCause())) {
            case RuntimeException cause -> cause;
            case Error error -> throw error;
            default -> e;
        };
    }

    /** Waits for nobody: what the consumer has left behind at its stop is left behind here too. */
    @Override
    public void destroy() {
        others.shutdown();
    }
}
