package com.moxton.payments.worker.replay;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.consume.EventRecord;
import com.moxton.payments.worker.consume.StripeEventReader;
import com.moxton.payments.worker.replay.OrderGroups.Grouped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a range of the log and hands its events out order by order, each order's complete and as they lie in the log. It
 * holds so many events and no more: with more of them in the range it reads it several times, and each time keeps those of
 * some of the orders.
 */
@Component
class OrderScan {

    private static final int MOST_MALFORMED = 10_000;

    private final LogScan log;
    private final OrderGroups groups;
    private final StripeEventReader reader = new StripeEventReader();
    private final ReplaySettings settings;

    OrderScan(LogScan log, OrderGroups groups, ReplaySettings settings) {
        this.log = log;
        this.groups = groups;
        this.settings = settings;
    }

    /**
     * @param scanned records looked at
     * @param matched records chosen
     * @param malformed of the chosen those that are no events
     */
    record Totals(long scanned, long matched, long malformed) {}

    /** Takes orders: all of their events. Whether to go on. */
    interface Reader {
        boolean take(List<List<Grouped>> orders);
    }

    /**
     * @param limit chosen records at most
     * @param whileReading asked now and then, with the number of records looked at; false ends it
     */
    Totals scan(
            String topic,
            List<PartitionRange> ranges,
            RecordChoice choice,
            long limit,
            LongPredicate whileReading,
            Reader orders) {
        OrderGroups.Finder finder = groups.finder();
        Pass first = new Pass(choice, finder, limit, 0, 1, whileReading);
        log.scan(topic, ranges, first::take);
        if (first.stopped) {
            return first.totals();
        }
        if (first.held != null) {
            handOut(first.held, orders);
            return first.totals();
        }
        // Half as many again as would do if the orders spread evenly.
        int slices = (int) (first.matched * 3 / 2 / settings.mostHeld()) + 1;
        for (int slice = 0; slice < slices; slice++) {
            Pass pass = new Pass(choice, finder, limit, slice, slices, whileReading);
            pass.holdAll();
            log.scan(topic, ranges, pass::take);
            if (pass.stopped || !handOut(pass.heldOrNone(), orders)) {
                return first.totals();
            }
        }
        return first.totals();
    }

    private static boolean handOut(Map<String, List<Grouped>> held, Reader orders) {
        return orders.take(List.copyOf(held.values()));
    }

    private final class Pass {

        private final RecordChoice choice;
        private final OrderGroups.Finder finder;
        private final long limit;
        private final int slice;
        private final int slices;
        private final LongPredicate whileReading;
        /** To count one that is there twice once; bounded, for a log may hold any number of them. */
        private final Set<String> malformedIds = new HashSet<>();

        private boolean all;
        private boolean stopped;
        private long scanned;
        private long matched;
        private long malformed;
        private int count;

        /** By order; null once there were too many. */
        private @Nullable Map<String, List<Grouped>> held = new LinkedHashMap<>();

        Pass(
                RecordChoice choice,
                OrderGroups.Finder finder,
                long limit,
                int slice,
                int slices,
                LongPredicate whileReading) {
            this.choice = choice;
            this.finder = finder;
            this.limit = limit;
            this.slice = slice;
            this.slices = slices;
            this.whileReading = whileReading;
        }

        void holdAll() {
            all = true;
        }

        Map<String, List<Grouped>> heldOrNone() {
            return held == null ? Map.of() : held;
        }

        Totals totals() {
            return new Totals(scanned, matched, malformed);
        }

        boolean take(PartitionRange range, List<ConsumerRecord<byte[], byte[]>> records) {
            scanned += records.size();
            List<EventRecord> events = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : choice.of(records)) {
                if (matched == limit) {
                    break;
                }
                matched++;
                try {
                    events.add(EventRecord.of(record, reader.read(record)));
                } catch (MalformedEventException e) {
                    String id = RecordChoice.eventId(record);
                    malformed += id == null || malformedIds.size() == MOST_MALFORMED || malformedIds.add(id) ? 1 : 0;
                }
            }
            hold(events);
            stopped = !whileReading.test(scanned);
            return !stopped && matched < limit;
        }

        private void hold(List<EventRecord> events) {
            if (held == null) {
                return;
            }
            for (Grouped grouped : finder.group(events)) {
                if (Math.floorMod(grouped.key().hashCode(), slices) == slice) {
                    held.computeIfAbsent(grouped.key(), key -> new ArrayList<>())
                            .add(grouped);
                    count++;
                }
            }
            if (!all && count > settings.mostHeld()) {
                held = null;
            }
        }
    }
}
