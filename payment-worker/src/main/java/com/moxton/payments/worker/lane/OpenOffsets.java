package com.moxton.payments.worker.lane;

import java.util.BitSet;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The books of one partition since it was assigned: which offsets are open, and from which one a successor has to read.
 * Pure bookkeeping, not thread-safe: it belongs to the poll thread.
 *
 * <p>An offset is done when it lies below {@code next} and isn't open. Offsets that the log doesn't hold (deleted by
 * retention, or markers of a transaction) are therefore never waited for.
 */
final class OpenOffsets {
    private final NavigableSet<Long> open = new TreeSet<>();
    /** What a predecessor had done already; bit i is offset {@code restoredFrom + i}. */
    private BitSet restored;

    private final long restoredFrom;
    /** One above the highest offset taken. */
    private long next;

    OpenOffsets(long committed, BitSet done) {
        this.restoredFrom = committed;
        this.restored = done;
        this.next = committed;
    }

    /**
     * Enters a record that was read.
     *
     * @return false when it is done already and is to be skipped
     */
    boolean take(long offset) {
        if (offset < next) {
            stepBack(offset);
        }
        next = offset + 1;
        if (isRestored(offset)) {
            return false;
        }
        open.add(offset);
        return true;
    }

    /** The broker lost the end of its log, or had none: what was known of offsets no longer says anything. */
    private void stepBack(long offset) {
        if (!open.isEmpty()) {
            // Two records of one offset would be under way. Start over with clean books; the caller is restarted.
            throw new IllegalStateException("The log went back from offset %d to %d".formatted(next, offset));
        }
        restored = new BitSet();
    }

    void done(long offset) {
        open.remove(offset);
    }

    /** The first offset that is not done: what may be committed. */
    long committable() {
        return open.isEmpty() ? next : open.first();
    }

    /** What is done at and above {@link #committable()}, as metadata of the commit. */
    String doneAbove() {
        long from = committable();
        long end = from + DoneBitmap.REACH;
        BitSet done = new BitSet();
        done.set(0, (int) (Math.min(next, end) - from));
        for (long offset : open.headSet(end)) {
            done.clear((int) (offset - from));
        }
        // Not read again yet, but done by a predecessor: a successor should still know.
        for (long offset = next; offset < Math.min(end, restoredFrom + restored.length()); offset++) {
            done.set((int) (offset - from), isRestored(offset));
        }
        return DoneBitmap.write(from, done);
    }

    /** How far the highest offset taken lies above the first open one. */
    long span() {
        return next - committable();
    }

    /** Nothing was read yet. */
    boolean isUntouched() {
        return next == restoredFrom;
    }

    int openCount() {
        return open.size();
    }

    private boolean isRestored(long offset) {
        long bit = offset - restoredFrom;
        return bit >= 0 && bit < restored.length() && restored.get((int) bit);
    }
}
