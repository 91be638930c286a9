package com.moxton.payments.worker.stripe;

import com.stripe.StripeClient;
import com.stripe.net.StripeResponse;
import com.stripe.param.EventListParams;
import com.stripe.service.EventService;

/** Lists events by stripe-java, one call for a page: {@link StripeCalls} repeats it where need be. */
final class StripeJavaEventLog implements StripeEventLog {

    /** The most that Stripe gives at once. */
    private static final long PAGE = 100;

    private final EventService events;
    private final StripeCalls calls;
    private final AnswerReader reader;

    StripeJavaEventLog(StripeClient client, StripeCalls calls, AnswerReader reader) {
        this.events = client.v1().events();
        this.calls = calls;
        this.reader = reader;
    }

    @Override
    public Page page(Query query) {
        EventTypes types = new EventTypes(query.types());
        EventListParams params = params(query, types);
        return calls.make(
                StripeOperation.LIST_EVENTS,
                CallSubject.page("%s..%s after %s".formatted(query.from(), query.to(), query.after())),
                () -> events.list(params),
                response -> page(response, types));
    }

    private Page page(StripeResponse response, EventTypes types) {
        EventPageReader.Cut cut = EventPageReader.cut(response.body(), types);
        return new Page(cut.events(), cut.more() ? cut.last() : null, reader.date(response));
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
