package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.wire.StripeJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The way of one event to one endpoint. */
public final class Delivery {

    public enum State {
        PENDING,
        DELIVERED,
        GIVEN_UP
    }

    /**
     * @param status the endpoint's answer; null when there was none
     * @param error why there was none
     */
    public record Attempt(
            Instant at, @Nullable Integer status, @Nullable String error) {

        boolean succeeded() {
            return status != null && status >= 200 && status < 300;
        }
    }

    private final StripeEvent event;
    private final WebhookEndpoint endpoint;
    private final List<Attempt> attempts = new ArrayList<>();
    private State state = State.PENDING;

    Delivery(StripeEvent event, WebhookEndpoint endpoint) {
        this.event = event;
        this.endpoint = endpoint;
    }

    public StripeEvent event() {
        return event;
    }

    public WebhookEndpoint endpoint() {
        return endpoint;
    }

    public synchronized State state() {
        return state;
    }

    public synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized void record(Attempt attempt) {
        attempts.add(attempt);
        if (attempt.succeeded()) {
            state = State.DELIVERED;
        }
    }

    /** What has arrived can't be given up any more. */
    synchronized void giveUp() {
        if (state == State.PENDING) {
            state = State.GIVEN_UP;
        }
    }

    String id() {
        return event.id() + "|" + endpoint.url();
    }

    synchronized ObjectNode toMemory() {
        ObjectNode json = StripeJson.object().put("event", event.id()).put("state", state.name());
        json.put("url", endpoint.url().toString());
        json.set("attempts", StripeJson.mapper().valueToTree(attempts));
        return json;
    }

    synchronized void restore(ObjectNode json) {
        json.path("attempts")
                .forEach(attempt -> attempts.add(StripeJson.mapper().treeToValue(attempt, Attempt.class)));
        state = State.valueOf(json.path("state").asString());
    }
}
