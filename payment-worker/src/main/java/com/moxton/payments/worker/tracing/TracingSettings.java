package com.moxton.payments.worker.tracing;

import com.moxton.payments.tracing.TraceEndpoint;
import com.moxton.payments.worker.startup.SettingException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenTelemetry traces, see {@code docs/tracing.md}.
 *
 * @param endpoint of a collector that takes OTLP over HTTP ({@code OTLP_TRACES_ENDPOINT}): {@code http://collector:4318}, to
 *     which {@code /v1/traces} is added when it has no path. Give it to both services. Empty: no traces. Default empty
 * @param sampling the share of traces that are recorded, 0 to 1, of those that begin here: records that came without a
 *     {@code traceparent}. For all others ingress-service has decided. Default 1
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
