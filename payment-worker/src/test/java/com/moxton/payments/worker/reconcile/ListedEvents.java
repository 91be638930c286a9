package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.stripe.StripeEventLog;
import com.moxton.payments.worker.stripe.StripeUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Stripe's list of events in memory, paged as Stripe pages: newest first, the latest written of a second first. */
final class ListedEvents implements StripeEventLog {

    private final List<Entry> newestFirst = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private final int pageSize;
    private final Supplier<Instant> clock;
    private int answersLeft = Integer.MAX_VALUE;

    ListedEvents(int pageSize, Supplier<Instant> clock) {
        this.pageSize = pageSize;
        this.clock = clock;
    }

    /** Stripe may write an event into a second long gone. */
    void add(String id, Instant created) {
        String json = """
                {"id": "%s", "object": "event", "created": %d, "type": "payment_intent.created", "livemode": false,
                 "data": {"object": {"object": "payment_intent", "id": "pi_of_%s"}}}""".formatted(id, created.getEpochSecond(), id);
        int place = 0;
        while (place < newestFirst.size() && newestFirst.get(place).created().isAfter(created)) {
            place++;
        }
        newestFirst.add(place, new Entry(id, "payment_intent.created", created, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Goes away after so many answers. */
    void answer(int times) {
        answersLeft = times;
    }

    List<Query> queries() {
        return queries;
    }

    @Override
    public Page page(Query query) {
        if (answersLeft-- <= 0) {
            throw new StripeUnavailableException("away", true, false, null, null);
        }
        queries.add(query);
        List<Entry> inTime = newestFirst.stream()
                .filter(event -> !event.created().isBefore(query.from())
                        && !event.created().isAfter(query.to()))
                .toList();
        int begin = 0;
        if (query.after() != null) {
            List<String> ids = inTime.stream().map(Entry::id).toList();
            begin = ids.indexOf(query.after()) + 1;
        }
        List<Entry> page = inTime.subList(begin, Math.min(begin + pageSize, inTime.size()));
        boolean more = begin + pageSize < inTime.size();
        return new Page(page, more ? page.getLast().id() : null, clock.get());
    }
}
