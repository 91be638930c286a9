package com.moxton.payments.ingress.tracing;

import com.moxton.payments.ingress.startup.SettingException;
import com.moxton.payments.tracing.TraceEndpoint;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenTelemetry traces, see {@code docs/tracing.md}.
 *
 * @param endpoint of a collector that takes OTLP over HTTP ({@code OTLP_TRACES_ENDPOINT}): {@code http://collector:4318}, to
 *     which {@code /v1/traces} is added when it has no path. Give it to both services. Empty: no traces. Default empty
 * @param sampling the share of traces that are recorded, 0 to 1. Each webhook and each call is one; lower it where there are
 *     thousands a second. What a caller says of sampling in its {@code traceparent} is heard when it is no. Default 1
 */
@ConfigurationProperties("payments.tracing")
record TracingSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue("1.0") double sampling) {

    TracingSettings {
        try {
            endpoint = TraceEndpoint.of(endpoint);
        } catch (IllegalArgumentException e) {
            throw new SettingException("OTLP_TRACES_ENDPOINT", "must be an address like http://collector:4318");
        }
        if (!(sampling >= 0 && sampling <= 1)) {
            throw new SettingException("payments.tracing.sampling", "must lie between 0 and 1");
        }
    }

    boolean isOn() {
        return !endpoint.isEmpty();
    }
}
