package com.moxton.payments.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that spans can't be sent, and once that they can be again: not at each attempt. */
final class WatchedExporter implements SpanExporter {
    private static final Logger log = LoggerFactory.getLogger(WatchedExporter.class);

    private final SpanExporter exporter;
    private final AtomicBoolean away = new AtomicBoolean();

    WatchedExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                if (away.compareAndSet(true, false)) {
                    log.info("traces are taken again");
                }
            } else if (away.compareAndSet(false, true)) {
                Throwable why = result.getFailureThrowable();
                log.atWarn()
                        .addKeyValue(
                                "cause",
                                why == null ? "unknown" : why.getClass().getSimpleName())
                        .log("traces can't be sent and are dropped until they can");
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
