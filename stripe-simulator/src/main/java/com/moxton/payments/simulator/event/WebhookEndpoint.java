package com.moxton.payments.simulator.event;

import java.net.URI;
import java.util.List;

/**
 * Where webhooks go.
 *
 * @param secrets each adds a {@code v1} to the signature; more than one while a secret is being rolled
 * @param eventTypes what the endpoint is subscribed to; empty means everything
 */
public record WebhookEndpoint(URI url, List<String> secrets, List<String> eventTypes) {

    public WebhookEndpoint {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a webhook endpoint needs a signing secret");
        }
        secrets = List.copyOf(secrets);
        eventTypes = List.copyOf(eventTypes);
    }

    public WebhookEndpoint(URI url, String secret) {
        this(url, List.of(secret), List.of());
    }

    boolean wants(String type) {
        return eventTypes.isEmpty() || eventTypes.contains(type);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
