package com.moxton.payments.ingress.live;

import com.moxton.payments.ingress.live.LiveStream.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code payments.ingress.streams.open}, and {@code payments.ingress.streams} by {@code ending}: how long streams lived
 * and why they ended.
 */
final class LiveMetrics {
    private static final Logger log = LoggerFactory.getLogger(LiveMetrics.class);

    private final MeterRegistry meters;

    LiveMetrics(MeterRegistry meters, LiveStreams streams) {
        this.meters = meters;
        meters.gauge("payments.ingress.streams.open", streams, LiveStreams::count);
    }

    void ended(String intentId, Ending ending, long nanos) {
        String why = ending.name().toLowerCase(Locale.ROOT);
        Timer.builder("payments.ingress.streams")
                .description("How long live streams were open")
                .tag("ending", why)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        log.atInfo()
                .addKeyValue("intentId", intentId)
                .addKeyValue("ending", why)
                .addKeyValue("durationMs", nanos / 1_000_000)
                .log("live stream");
    }
}
