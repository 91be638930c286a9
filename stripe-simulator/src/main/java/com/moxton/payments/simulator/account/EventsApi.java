package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.event.EventLog;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/events}. Stripe reaches back 30 days, and so does this.
 *
 * @see <a href="https://docs.stripe.com/api/events/list">List all events</a>
 */
public final class EventsApi {

    private static final Duration REACH = Duration.ofDays(30);
    private static final int MOST_TYPES = 20;

    private final EventLog log;
    private final InstantSource clock;

    public EventsApi(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    public ObjectNode retrieve(String id, Caller caller) {
        return log.find(id)
                .filter(event -> event.isOf(caller.account()))
                .map(this::render)
                .orElseThrow(() -> StripeRefusal.missing("event", id));
    }

    public ObjectNode list(Form form, Caller caller) {
        form.allowOnly(Set.of(
                "limit", "starting_after", "ending_before", "created", "type", "types", "delivery_success", "expand"));
        String type = form.text("type");
        List<String> types = form.list("types");
        if (type != null && !types.isEmpty()) {
            throw StripeRefusal.badParameter(null, null, "You may only specify one of these parameters: type, types.");
        }
        if (types.size() > MOST_TYPES) {
            throw StripeRefusal.badParameter(null, "types", "Array types exceeded maximum 20 allowed elements.");
        }
        Boolean delivered = form.text("delivery_success") == null ? null : form.flag("delivery_success");
        long horizon = clock.instant().minus(REACH).getEpochSecond();
        return new Page<>("event", StripeEvent::id, StripeEvent::created)
                .of(
                        log.newestFirst(),
                        form,
                        event -> event.isOf(caller.account())
                                && event.created() >= horizon
                                && (type == null || matches(type, event.type()))
                                && (types.isEmpty() || types.contains(event.type()))
                                && (delivered == null || delivered == log.deliverySuccess(event.id())),
                        this::render);
    }

    private ObjectNode render(StripeEvent event) {
        return event.document(log.pendingWebhooks(event.id()));
    }

    /** {@code payment_intent.*} names a group. */
    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
