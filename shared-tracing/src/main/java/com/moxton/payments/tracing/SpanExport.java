package com.moxton.payments.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Puts OpenTelemetry's SDK together. Spans wait in a queue of bounded length and are sent by a thread of their own; when it
 * is full, because nobody takes them or because there are too many, new ones are dropped. Nobody ever waits for it.
 */
final class SpanExport {
    /** About a kilobyte each. */
    private static final int QUEUE = 8192;

    private static final int BATCH = 512;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LAST = Duration.ofSeconds(2);

    /** Keys come from callers, and have no length of their own. */
    private static final int LONGEST_VALUE = 256;

    /** A batch is linked with each of its records; there are 500 of them by default. */
    private static final int LINKS = 1024;

    private SpanExport() {}

    static Tracing start(TraceTarget target) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(target.endpoint())
                .setConnectTimeout(CONNECT)
                .setTimeout(ANSWER)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource(target))
                .setSampler(Sampling.of(target))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .setMaxNumberOfLinks(LINKS)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(new WatchedExporter(exporter))
                        .setMaxQueueSize(QUEUE)
                        .setMaxExportBatchSize(BATCH)
                        .setScheduleDelay(PAUSE)
                        .build())
                .build();
        return new Tracing(
                provider.get("com.moxton.payments"),
                () -> provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Resource resource(TraceTarget target) {
        var attributes = Attributes.builder()
                .put("service.name", target.service())
                .put("service.namespace", "moxton-payments")
                .put("service.instance.id", UUID.randomUUID().toString());
        if (!target.version().isEmpty()) {
            attributes.put("service.version", target.version());
        }
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }
}
