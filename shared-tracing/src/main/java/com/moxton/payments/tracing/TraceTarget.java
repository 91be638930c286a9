package com.moxton.payments.tracing;

/**
 * Who sends spans, where to, and how many.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, with its path: {@code http://collector:4318/v1/traces}
 * @param sampling the share of traces that are recorded, 0 to 1
 * @param service {@code service.name}
 * @param version {@code service.version}; empty when it isn't known
 * @param edge whether callers are strangers. Their {@code traceparent} is gone on with, but what they say of sampling counts
 *     only when it is no: else whoever calls could have each of his requests recorded
 */
public record TraceTarget(String endpoint, double sampling, String service, String version, boolean edge) {}
