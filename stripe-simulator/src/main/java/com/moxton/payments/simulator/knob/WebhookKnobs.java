package com.moxton.payments.simulator.knob;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What happens to the webhooks on their way. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class WebhookKnobs {

    private static final int AS_CONFIGURED = -1;

    private volatile Duration delay = Duration.ZERO;
    private volatile Duration shuffleWithin = Duration.ZERO;
    private volatile double duplicateShare = 0;
    private volatile double twinShare = 0;
    private volatile boolean hold = false;
    private volatile int maxAttempts = AS_CONFIGURED;

    /** Every delivery starts this much later. */
    public WebhookKnobs delay(Duration delay) {
        this.delay = Shares.notNegative("webhooks.delay", delay);
        return this;
    }

    /** Every delivery starts at random within this time, so that the order is lost. */
    public WebhookKnobs shuffleWithin(Duration window) {
        this.shuffleWithin = Shares.notNegative("webhooks.shuffleWithin", window);
        return this;
    }

    /** This share of the deliveries is made twice: the same event, newly signed. */
    public WebhookKnobs duplicates(double share) {
        this.duplicateShare = Shares.share("webhooks.duplicateShare", share);
        return this;
    }

    /** For this share of the changes two events with different ids are made, as Stripe does at times. */
    public WebhookKnobs twins(double share) {
        this.twinShare = Shares.share("webhooks.twinShare", share);
        return this;
    }

    /** While true nothing is sent; what is due waits for {@code StripeSimulator.releaseWebhooks}. */
    public WebhookKnobs hold(boolean hold) {
        this.hold = hold;
        return this;
    }

    /** After so many failures a delivery is given up; 0 never even tries; -1 is what the settings say. */
    public WebhookKnobs maxAttempts(int attempts) {
        if (attempts < AS_CONFIGURED) {
            throw new IllegalArgumentException("webhooks.maxAttempts must be -1 or more");
        }
        this.maxAttempts = attempts;
        return this;
    }

    void reset() {
        delay(Duration.ZERO).shuffleWithin(Duration.ZERO).duplicates(0).twins(0);
        maxAttempts(AS_CONFIGURED).hold(false);
    }

    void turn(JsonNode changes) {
        changes.properties().forEach(change -> {
            JsonNode value = change.getValue();
            switch (change.getKey()) {
                case "delay" -> delay(Shares.duration("webhooks.delay", value));
                case "shuffleWithin" -> shuffleWithin(Shares.duration("webhooks.shuffleWithin", value));
                case "duplicateShare" -> duplicates(Shares.number("webhooks.duplicateShare", value));
                case "twinShare" -> twins(Shares.number("webhooks.twinShare", value));
                case "hold" -> hold(value.asBoolean());
                case "maxAttempts" -> maxAttempts((int) Shares.number("webhooks.maxAttempts", value));
                default -> throw new IllegalArgumentException("no such knob: webhooks." + change.getKey());
            }
        });
    }

    public Duration delay() {
        return delay;
    }

    public Duration shuffleWithin() {
        return shuffleWithin;
    }

    public double duplicateShare() {
        return duplicateShare;
    }

    public double twinShare() {
        return twinShare;
    }

    public boolean held() {
        return hold;
    }

    /** @param configured what the settings say */
    public int maxAttemptsOr(int configured) {
        int attempts = maxAttempts;
        return attempts == AS_CONFIGURED ? configured : attempts;
    }
}
