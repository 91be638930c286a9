package com.moxton.payments.ingress.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one reader. The side that reads Kafka offers and never waits; a reader so slow that its queue
 * is full loses its stream, comes back, and begins with the present state.
 */
final class LiveStream implements AutoCloseable {
    static final int CAPACITY = 64;

    private final String userId;
    private final String intentId;
    /** Empty is the signal to wake up and see that the stream has ended. */
    private final BlockingQueue<Optional<LiveUpdate>> waiting = new ArrayBlockingQueue<>(CAPACITY);

    private final Consumer<LiveStream> onClose;
    private volatile @Nullable Ending ending;

    /** Why a stream ended; the metric's tag. */
    enum Ending {
        READER_GONE,
        READER_SLOW,
        TOO_OLD,
        SHUTDOWN
    }

    LiveStream(String userId, String intentId, Consumer<LiveStream> onClose) {
        this.userId = userId;
        this.intentId = intentId;
        this.onClose = onClose;
    }

    String userId() {
        return userId;
    }

    String intentId() {
        return intentId;
    }

    /** Null while the stream is open. */
    @Nullable
    Ending ending() {
        return ending;
    }

    /** Never blocks. */
    void offer(LiveUpdate update) {
        if (ending == null && !waiting.offer(Optional.of(update))) {
            end(Ending.READER_SLOW);
        }
    }

    /** The next update, or null when there is none in this time or the stream has ended. Called by one thread. */
    @Nullable
    LiveUpdate next(Duration time) {
        if (ending != null) {
            return null;
        }
        try {
            Optional<LiveUpdate> update = waiting.poll(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
            return update == null ? null : update.orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.SHUTDOWN);
            return null;
        }
    }

    /** Tells the reader's side to finish. What still waits is given up: the reader begins anew. */
    void end(Ending why) {
        ending = why;
        waiting.clear();
        waiting.offer(Optional.empty());
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
