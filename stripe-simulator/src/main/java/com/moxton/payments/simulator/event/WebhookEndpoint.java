package com.moxton.payments.simulator.event;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks go.
 *
 * @param secrets each adds a {@code v1} to the signature; more than one while a secret is being rolled
 * @param eventTypes what the endpoint is subscribed to; empty means everything
 * @param account the separate account whose endpoint it is; null for the platform's, which hears of connected accounts too
 */
public record WebhookEndpoint(
        URI url,
        List<String> secrets,
        List<String> eventTypes,
        @Nullable String account) {

    public WebhookEndpoint {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a webhook endpoint needs a signing secret");
        }
        secrets = List.copyOf(secrets);
        eventTypes = List.copyOf(eventTypes);
    }

    public WebhookEndpoint(URI url, List<String> secrets, List<String> eventTypes) {
        this(url, secrets, eventTypes, null);
    }

    public WebhookEndpoint(URI url, String secret) {
        this(url, List.of(secret), List.of());
    }

    public WebhookEndpoint of(String owner) {
        return new WebhookEndpoint(url, secrets, eventTypes, owner);
    }

    boolean hearsOf(@Nullable String owner, boolean connected) {
        return Objects.equals(account, connected ? null : owner);
    }

    boolean wants(String type) {
        return eventTypes.isEmpty() || eventTypes.contains(type);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
