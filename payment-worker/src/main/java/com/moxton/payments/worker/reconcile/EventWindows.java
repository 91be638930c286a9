package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.stripe.StripeEventLog;
import com.moxton.payments.worker.stripe.StripeEventLog.Entry;
import com.moxton.payments.worker.stripe.StripeEventLog.Page;
import com.moxton.payments.worker.stripe.StripeEventLog.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Stripe's list from old to new, though Stripe pages from new to old, in bounded memory and in windows of time. What
 * fits into memory is read once. A window that doesn't is read twice: once to its far end, only to note the seconds where
 * it can be cut into pieces that fit, and then piece by piece. So it takes two calls for each page at the most.
 */
final class EventWindows {

    /** Short enough that a first reading that fails has not cost much, long enough that 30 days are not many calls. */
    static final Duration LENGTH = Duration.ofHours(6);

    /** A million events in one window: more than Stripe would ever list for anybody, so the list must go in circles. */
    private static final int MOST_PAGES = 10_000;

    private final StripeEventLog stripe;
    private final List<String> types;
    private final int mostHeld;

    EventWindows(StripeEventLog stripe, List<String> types, int mostHeld) {
        this.stripe = stripe;
        this.types = types;
        this.mostHeld = mostHeld;
    }

    /** Takes the events. */
    interface Sink {
        /**
         * @param oldestFirst may be empty
         * @param doneUntil this second, and all before it, have been handed over in full; null when more is to come of the
         *     same second, which is too busy to be held at once. Order means nothing within a second
         * @param date when Stripe said so at the earliest, by its own clock
         */
        void take(List<Entry> oldestFirst, @Nullable Instant doneUntil, Instant date);
    }

    /**
     * @param from first second, inclusive
     * @param to last second, inclusive
     */
    void read(Instant from, Instant to, Sink sink) {
        for (Instant begin = from; !begin.isAfter(to); begin = begin.plus(LENGTH)) {
            Instant end = begin.plus(LENGTH).minusSeconds(1);
            window(begin, end.isBefore(to) ? end : to, sink);
        }
    }

    private void window(Instant from, Instant to, Sink sink) {
        Deque<Instant> cuts = new ArrayDeque<>();
        List<Entry> held = new ArrayList<>();
        Instant date = pages(from, to, (page, last) -> {
            held.addAll(page.events());
            if (!last && held.size() >= mostHeld) {
                cut(cuts, held.getLast().created());
                held.clear();
            }
        });
        if (cuts.isEmpty()) {
            sink.take(oldestFirst(held), to, date);
            return;
        }
        held.clear();
        Instant begin = from;
        for (Instant end : cuts) {
            if (!end.isBefore(begin)) {
                piece(begin, end, sink);
                begin = end.plusSeconds(1);
            }
        }
        piece(begin, to, sink);
    }

    /**
     * Notes that the list may be cut after this second. When it is the second of the cut before, then that second alone
     * fills the memory, and is cut off on its other side too.
     */
    private static void cut(Deque<Instant> cuts, Instant second) {
        if (second.equals(cuts.peekFirst())) {
            cuts.addFirst(second.minusSeconds(1));
        } else if (cuts.isEmpty() || second.isBefore(cuts.getFirst())) {
            cuts.addFirst(second);
        }
    }

    private void piece(Instant from, Instant to, Sink sink) {
        List<Entry> held = new ArrayList<>();
        Instant date = pages(from, to, (page, last) -> {
            held.addAll(page.events());
            if (!last && held.size() >= mostHeld && from.equals(to)) {
                sink.take(oldestFirst(held), null, page.date());
                held.clear();
            }
        });
        sink.take(oldestFirst(held), to, date);
    }

    private interface PageReader {
        void read(Page page, boolean last);
    }

    /** All pages of a stretch of time, newest first. Returns when Stripe answered the first. */
    private Instant pages(Instant from, Instant to, PageReader reader) {
        Page page = stripe.page(new Query(from, to, types, null));
        Instant date = page.date();
        for (int number = 1; number < MOST_PAGES; number++) {
            reader.read(page, page.next() == null);
            if (page.next() == null) {
                return date;
            }
            page = stripe.page(new Query(from, to, types, page.next()));
        }
        throw new IllegalStateException("Stripe's list of events from %s to %s has no end".formatted(from, to));
    }

    /** Stripe's order is kept within a second, turned round. */
    private static List<Entry> oldestFirst(List<Entry> newestFirst) {
        return newestFirst.reversed().stream()
                .sorted(Comparator.comparing(Entry::created))
                .toList();
    }
}
