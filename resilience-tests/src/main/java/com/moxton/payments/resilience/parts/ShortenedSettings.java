package com.moxton.payments.resilience.parts;

import java.util.Map;

/** Times that are shorter here than by default, so that a fault is over within a minute. All else is as it is shipped. */
final class ShortenedSettings {

    static final Map<String, String> OF_THE_WORKER = Map.ofEntries(
            // Kafka's least; 10 s by default.
            Map.entry("PAYMENTS_EVENTS_SESSIONTIMEOUT", "6s"),
            Map.entry("PAYMENTS_REQUESTS_SESSIONTIMEOUT", "6s"),
            Map.entry("PAYMENTS_EVENTS_RETRYPAUSEMAX", "1s"),
            Map.entry("PAYMENTS_REQUESTS_RETRYPAUSEMAX", "1s"),
            Map.entry("PAYMENTS_STRIPE_READTIMEOUT", "3s"),
            Map.entry("PAYMENTS_STRIPE_CONNECTTIMEOUT", "2s"),
            Map.entry("PAYMENTS_STRIPE_TOTALTIME", "8s"),
            Map.entry("PAYMENTS_STRIPE_BREAKER_OPENFOR", "2s"),
            // A sandbox key allows 25 by default, which is less than the load.
            Map.entry("PAYMENTS_STRIPE_RATELIMIT_PERSECOND", "1000"));

    static final Map<String, String> OF_INGRESS = Map.of("PAYMENTS_KAFKA_PROBEINTERVAL", "1s");

    private ShortenedSettings() {}
}
