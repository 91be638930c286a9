package com.moxton.payments.worker.stripe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Stripe itself remembers of the past 30 days, whether our webhook endpoint has taken it or not. */
public interface StripeEventLog {

    /**
     * One page, with one call. Takes up to seconds: not inside a database transaction.
     *
     * @throws StripeCallException when there is no answer; whatever the kind, asking again later is safe
     * @see <a href="https://docs.stripe.com/api/events/list">Stripe: list all events</a>
     */
    Page page(Query query);

    /**
     * @param from inclusive, whole seconds
     * @param to inclusive, whole seconds
     * @param types names of event types, {@code *} stands for any ending: {@code payment_intent.*}
     * @param after the {@link Page#next} of the page before; null for the first page
     */
    record Query(
            Instant from,
            Instant to,
            List<String> types,
            @Nullable String after) {
        public Query {
            types = List.copyOf(types);
        }
    }

    /**
     * @param events newest first, as Stripe lists them
     * @param next where the next page, of older events, begins; null when this was the last
     * @param date when Stripe answered, by its own clock
     */
    record Page(List<Entry> events, @Nullable String next, Instant date) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /**
     * @param created whole seconds
     * @param json the event exactly as Stripe wrote it
     */
    record Entry(String id, String type, Instant created, byte[] json) {

        /** The JSON may hold a client secret. */
        @Override
        public String toString() {
            return "Entry[id=%s, type=%s, created=%s]".formatted(id, type, created);
        }
    }
}
