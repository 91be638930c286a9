package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.StripeResponse;
import com.stripe.param.EventListParams;
import com.stripe.service.EventService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Lists events by stripe-java, one call for a page and no retries: the next run comes soon enough. */
final class StripeJavaEventLog implements StripeEventLog {

    private static final Logger log = LoggerFactory.getLogger(StripeJavaEventLog.class);

    /** The most that Stripe gives at once. */
    private static final long PAGE = 100;

    private final EventService events;
    private final AnswerReader reader;
    private final StripeFailures failures;

    StripeJavaEventLog(StripeClient client, AnswerReader reader) {
        this.events = client.v1().events();
        this.reader = reader;
        this.failures = new StripeFailures(reader);
    }

    @Override
    public Page page(Query query) {
        long started = System.nanoTime();
        LoggingEventBuilder line = log.atDebug()
                .addKeyValue("call", "list events")
                .addKeyValue("from", query.from())
                .addKeyValue("to", query.to())
                .addKeyValue("after", query.after());
        EventTypes types = new EventTypes(query.types());
        try {
            StripeResponse response = events.list(params(query, types)).getLastResponse();
            EventPageReader.Cut cut = EventPageReader.cut(response.body(), types);
            line = line.addKeyValue("outcome", "answered")
                    .addKeyValue("events", cut.events().size());
            return new Page(cut.events(), cut.more() ? cut.last() : null, reader.date(response));
        } catch (StripeException e) {
            StripeCallException failure = failures.sort(e);
            line = line.addKeyValue("outcome", failure.getClass().getSimpleName())
                    .addKeyValue("status", e.getStatusCode())
                    .addKeyValue("stripeRequestId", e.getRequestId());
            throw failure;
        } catch (MalformedEventException e) {
            line = line.addKeyValue("outcome", "unreadable");
            throw new StripeUnavailableException("Stripe's list of events can't be read", true, false, null, e);
        } finally {
            line.addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
                    .log("Stripe call");
        }
    }

    private static EventListParams params(Query query, EventTypes types) {
        EventListParams.Builder params = EventListParams.builder()
                .setLimit(PAGE)
                .setStartingAfter(query.after())
                .setCreated(EventListParams.Created.builder()
                        .setGte(query.from().getEpochSecond())
                        .setLte(query.to().getEpochSecond())
                        .build());
        if (types.isOnePattern()) {
            params.setType(types.patterns().getFirst());
        } else if (types.areFewNames()) {
            params.addAllType(types.patterns());
        }
        return params.build();
    }
}
