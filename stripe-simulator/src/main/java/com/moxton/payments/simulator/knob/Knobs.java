package com.moxton.payments.simulator.knob;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.moxton.payments.simulator.wire.StripeJson;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;

/**
 * What every call to the API suffers. All of it may be turned while the simulator runs, and takes effect with the next
 * call. Shares lie between 0 (never, the default) and 1 (always).
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Knobs {

    private volatile Duration latency = Duration.ZERO;
    private volatile double slowShare = 0;
    private volatile Duration slowLatency = Duration.ZERO;
    private final Map<Integer, Double> errorShares = new ConcurrentSkipListMap<>();
    private volatile double dropBeforeShare = 0;
    private volatile double dropAfterShare = 0;
    private volatile double hangShare = 0;
    private volatile int requestsPerSecond = 0;
    private volatile Duration clockOffset = Duration.ZERO;
    private volatile Duration settleAfter = Duration.ofSeconds(2);
    private final WebhookKnobs webhooks = new WebhookKnobs();

    /** Every call takes this long at least. */
    public Knobs latency(Duration latency) {
        this.latency = Shares.notNegative("latency", latency);
        return this;
    }

    /** This share of the calls takes {@code latency} in addition. */
    public Knobs slow(double share, Duration latency) {
        this.slowShare = Shares.share("slowShare", share);
        this.slowLatency = Shares.notNegative("slowLatency", latency);
        return this;
    }

    /**
     * This share of the calls fails with this status. 500 breaks inside of the endpoint, so that an idempotency key
     * remembers it, as at Stripe; 429, 409 and the other 5xx come before, and the key may be used again.
     */
    public Knobs errors(int status, double share) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("errorShares: %d is no error status".formatted(status));
        }
        if (share == 0) {
            errorShares.remove(status);
        } else {
            errorShares.put(status, Shares.share("errorShares", share));
        }
        return this;
    }

    /** This share of the calls loses its connection before anything was done. */
    public Knobs dropBefore(double share) {
        this.dropBeforeShare = Shares.share("dropBeforeShare", share);
        return this;
    }

    /** This share of the calls is carried out, and the connection is lost before the answer. */
    public Knobs dropAfter(double share) {
        this.dropAfterShare = Shares.share("dropAfterShare", share);
        return this;
    }

    /** This share of the calls is carried out and never answered. */
    public Knobs hang(double share) {
        this.hangShare = Shares.share("hangShare", share);
        return this;
    }

    /** More calls in one second get a 429; 0 means no limit. Stripe: 100 live, 25 in a sandbox. */
    public Knobs requestsPerSecond(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("requestsPerSecond must not be negative");
        }
        this.requestsPerSecond = limit;
        return this;
    }

    /** How far the simulator's clock is ahead (or behind, if negative) in every time it tells. */
    public Knobs clockOffset(Duration offset) {
        this.clockOffset = offset;
        return this;
    }

    /** How long an intent is {@code processing}. */
    public Knobs settleAfter(Duration pause) {
        this.settleAfter = Shares.notNegative("settleAfter", pause);
        return this;
    }

    public WebhookKnobs webhooks() {
        return webhooks;
    }

    /** All as at the start. What was held back still waits for its release. */
    public Knobs reset() {
        errorShares.clear();
        latency(Duration.ZERO).slow(0, Duration.ZERO).dropBefore(0).dropAfter(0).hang(0);
        requestsPerSecond(0).clockOffset(Duration.ZERO).settleAfter(Duration.ofSeconds(2));
        webhooks.reset();
        return this;
    }

    /**
     * Turns what the document names and leaves the rest. Durations are ISO 8601 ({@code "PT0.3S"}) or seconds.
     *
     * @throws IllegalArgumentException names the knob that doesn't exist or the value that makes no sense
     */
    public void turn(JsonNode changes) {
        changes.properties().forEach(change -> {
            JsonNode value = change.getValue();
            switch (change.getKey()) {
                case "latency" -> latency(Shares.duration("latency", value));
                case "slowShare" -> slow(Shares.number("slowShare", value), slowLatency);
                case "slowLatency" -> slow(slowShare, Shares.duration("slowLatency", value));
                case "errorShares" ->
                    value.properties()
                            .forEach(error -> errors(
                                    Integer.parseInt(error.getKey()), Shares.number("errorShares", error.getValue())));
                case "dropBeforeShare" -> dropBefore(Shares.number("dropBeforeShare", value));
                case "dropAfterShare" -> dropAfter(Shares.number("dropAfterShare", value));
                case "hangShare" -> hang(Shares.number("hangShare", value));
                case "requestsPerSecond" -> requestsPerSecond((int) Shares.number("requestsPerSecond", value));
                case "clockOffset" -> clockOffset(Shares.duration("clockOffset", value));
                case "settleAfter" -> settleAfter(Shares.duration("settleAfter", value));
                case "webhooks" -> webhooks.turn(value);
                default -> throw new IllegalArgumentException("no such knob: " + change.getKey());
            }
        });
    }

    public JsonNode toJson() {
        return StripeJson.mapper().valueToTree(this);
    }

    public Duration latency() {
        return latency;
    }

    public double slowShare() {
        return slowShare;
    }

    public Duration slowLatency() {
        return slowLatency;
    }

    public Map<Integer, Double> errorShares() {
        return Collections.unmodifiableMap(errorShares);
    }

    public double dropBeforeShare() {
        return dropBeforeShare;
    }

    public double dropAfterShare() {
        return dropAfterShare;
    }

    public double hangShare() {
        return hangShare;
    }

    public int requestsPerSecond() {
        return requestsPerSecond;
    }

    public Duration clockOffset() {
        return clockOffset;
    }

    public Duration settleAfter() {
        return settleAfter;
    }
}
