package com.moxton.payments.worker.lane;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One partition for as long as it is assigned: its lanes, one for each key under way, and its books.
 *
 * <p>Why this is safe with many threads: the books belong to the poll thread, and a lane only ever says "this offset is
 * finished" into a queue that the poll thread empties. The map of lanes is the one thing both sides change, always under
 * {@code lock}. A partition that comes back after a rebalance is a new object: a straggler of the old one reports into a
 * queue that nobody reads any more, and can't mark anything as done that its successor has to do.
 */
final class PartitionLanes {
    private final RecordRunner runner;
    private final OpenOffsets books;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    /** By key: what waits behind the record under way. A key is in the map exactly while a thread works on its lane. */
    private final Map<String, Queue<ConsumerRecord<byte[], byte[]>>> lanes = new HashMap<>();

    private final Queue<Long> finished = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    /** What the last commit said; null before the first. */
    private @Nullable OffsetAndMetadata committed;

    PartitionLanes(RecordRunner runner, @Nullable OffsetAndMetadata committed) {
        this.runner = runner;
        this.committed = committed;
        this.books = committed == null
                ? new OpenOffsets(0, new BitSet())
                : new OpenOffsets(committed.offset(), DoneBitmap.read(committed.offset(), committed.metadata()));
    }

    /** Poll thread only: puts a record at the end of its key's lane, unless it is done already. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        if (!books.take(record.offset())) {
            return;
        }
        String key = key(record);
        lock.lock();
        try {
            Queue<ConsumerRecord<byte[], byte[]>> lane = lanes.get(key);
            if (lane != null) {
                lane.add(record);
                return;
            }
            Queue<ConsumerRecord<byte[], byte[]>> opened = new ArrayDeque<>();
            lanes.put(key, opened);
            Thread.ofVirtual()
                    .name("lane-" + record.partition() + "-" + record.offset())
                    .start(() -> work(key, opened, record));
        } finally {
            lock.unlock();
        }
    }

    /** A lane's thread: one record after the other, so that a key's records never overlap or overtake. */
    private void work(String key, Queue<ConsumerRecord<byte[], byte[]>> lane, ConsumerRecord<byte[], byte[]> first) {
        ConsumerRecord<byte[], byte[]> record = first;
        while (record != null) {
            if (runner.run(record, released)) {
                // Before the lane closes: whoever sees no lanes under the lock finds every finished offset in here.
                finished.add(record.offset());
            }
            record = next(key, lane);
        }
    }

    /**
     * Taking the next record and closing the empty lane are one step under the lock: between them {@link #take} can't
     * put a record into a lane whose thread is about to end.
     */
    private @Nullable ConsumerRecord<byte[], byte[]> next(String key, Queue<ConsumerRecord<byte[], byte[]>> lane) {
        lock.lock();
        try {
            ConsumerRecord<byte[], byte[]> record = lane.poll();
            if (record == null) {
                lanes.remove(key);
                if (lanes.isEmpty()) {
                    idle.signalAll();
                }
            }
            return record;
        } finally {
            lock.unlock();
        }
    }

    /** Poll thread only: enters into the books what lanes have finished. */
    void settle() {
        for (Long offset = finished.poll(); offset != null; offset = finished.poll()) {
            books.done(offset);
        }
    }

    /** Poll thread only: what to commit now; null when that is what was committed last, or nothing was read yet. */
    @Nullable
    OffsetAndMetadata toCommit() {
        OffsetAndMetadata last = committed;
        if (last == null && books.isUntouched()) {
            return null;
        }
        long offset = books.committable();
        String metadata = books.doneAbove();
        // Not equals(): what the broker returns carries a leader epoch.
        boolean same =
                last != null && last.offset() == offset && last.metadata().equals(metadata);
        return same ? null : new OffsetAndMetadata(offset, metadata);
    }

    /** Poll thread only. */
    void committed(@Nullable OffsetAndMetadata committed) {
        this.committed = committed;
    }

    /** From now on nothing new starts: what is queued is dropped, and a record that waits to be tried again gives up. */
    void release() {
        lock.lock();
        try {
            lanes.values().forEach(Queue::clear);
        } finally {
            lock.unlock();
        }
        released.countDown();
    }

    /**
     * Waits until nothing is under way.
     *
     * @return false when something still is after that time
     */
    boolean awaitIdle(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!lanes.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
            return lanes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many records are handled right now. */
    int running() {
        lock.lock();
        try {
            return lanes.size();
        } finally {
            lock.unlock();
        }
    }

    /** Poll thread only: how many records are read and unfinished. */
    int open() {
        return books.openCount();
    }

    /** Poll thread only: see {@link OpenOffsets#span()}. */
    long span() {
        return books.span();
    }

    /** Latin-1 keeps different bytes different. Records without a key share a lane: their order is all that's known. */
    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
    }
}
