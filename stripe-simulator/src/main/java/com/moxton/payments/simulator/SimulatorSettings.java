package com.moxton.payments.simulator;

import com.moxton.payments.simulator.event.RetryPolicy;
import com.moxton.payments.simulator.event.WebhookEndpoint;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator starts. What may change while it runs is a knob.
 *
 * @param host the address it listens on; loopback by default, for whoever reaches it may do everything
 * @param port 0 (the default) takes a free one
 * @param apiVersion of the events, and of answers to callers that name none; by default the one of our stripe-java
 * @param apiKeys the secret keys that are valid; empty (the default) takes everything that looks like a test key
 * @param endpoints where webhooks go; none by default
 * @param retries of webhooks
 * @param capacity how many PaymentIntents, payment methods, charges and idempotency keys are kept each, and a quarter of
 *     how many events; the oldest are forgotten. 10,000 by default, which takes up to 200 MB when it is full
 * @param clock what time it is; {@code Knobs.clockOffset} is added
 * @param publicUrl where a customer's browser finds it, for the bank's page of 3-D Secure; null (the default) says where it
 *     listens. No slash at the end
 * @param snapshot where it remembers everything over a restart; null (the default) forgets
 */
public record SimulatorSettings(
        String host,
        int port,
        String apiVersion,
        Set<String> apiKeys,
        List<WebhookEndpoint> endpoints,
        RetryPolicy retries,
        int capacity,
        InstantSource clock,
        @Nullable String publicUrl,
        @Nullable Path snapshot) {

    /** The version that stripe-java 33.3.0 is made for. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private static final int DEFAULT_CAPACITY = 10_000;

    public SimulatorSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must lie between 0 and 65535");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1");
        }
        apiKeys = Set.copyOf(apiKeys);
        endpoints = List.copyOf(endpoints);
    }

    /** A free port on loopback, any test key, no webhooks, nothing remembered. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                API_VERSION,
                Set.of(),
                List.of(),
                RetryPolicy.DEFAULT,
                DEFAULT_CAPACITY,
                InstantSource.system(),
                null,
                null);
    }

    public SimulatorSettings withPort(int port) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withHost(String host) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withApiVersion(String apiVersion) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withApiKeys(String... keys) {
        return new SimulatorSettings(
                host, port, apiVersion, Set.of(keys), endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withEndpoints(WebhookEndpoint... endpoints) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, List.of(endpoints), retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withRetries(RetryPolicy retries) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withCapacity(int capacity) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withClock(InstantSource clock) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withPublicUrl(String publicUrl) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }

    public SimulatorSettings withSnapshot(Path snapshot) {
        return new SimulatorSettings(
                host, port, apiVersion, apiKeys, endpoints, retries, capacity, clock, publicUrl, snapshot);
    }
}
