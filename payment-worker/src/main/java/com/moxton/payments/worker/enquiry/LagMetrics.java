package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.lane.LaneSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * {@code payments.consumer.lag} and {@code payments.events.oldest.age}, as Kafka last told: asked every 15 seconds, and not by
 * each scrape. Of the whole group, so each instance says the same: take the greatest. Not a number while Kafka is away.
 */
@Component
class LagMetrics {

    private static final Logger log = LoggerFactory.getLogger(LagMetrics.class);

    private final KafkaLag kafka;
    private final Clock clock;
    private volatile @Nullable Look latest;

    private record Look(Overview.Lag lag, double oldestAgeSeconds) {}

    LagMetrics(KafkaLag kafka, MeterRegistry meters, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
        for (String group : List.of(EventSettings.GROUP, LaneSettings.GROUP)) {
            Gauge.builder("payments.consumer.lag", this, it -> it.lagOf(group))
                    .description("Records that the group has yet to do, in all partitions")
                    .baseUnit("records")
                    .tag("group", group)
                    .register(meters);
        }
        TimeGauge.builder("payments.events.oldest.age", this, TimeUnit.SECONDS, LagMetrics::oldestAge)
                .description("How long the oldest event that is not processed has been in the log; 0 when none waits")
                .register(meters);
    }

    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    void look() {
        Look look = null;
        try {
            Overview.Lag lag = kafka.lag();
            look = new Look(lag, age(lag));
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("lag unknown");
        } finally {
            latest = look;
        }
    }

    private double age(Overview.Lag lag) {
        if (lag.oldestUnprocessed() != null) {
            Duration age = Duration.between(lag.oldestUnprocessed(), clock.instant());
            return Math.max(0, age.toMillis() / 1e3);
        }
        boolean waiting = lag.groups().stream()
                .anyMatch(group -> group.group().equals(EventSettings.GROUP) && group.records() > 0);
        // Some wait, and Kafka didn't hand them out in time.
        return waiting ? Double.NaN : 0;
    }

    private double lagOf(String group) {
        Look look = latest;
        return look == null
                ? Double.NaN
                : look.lag.groups().stream()
                        .filter(it -> it.group().equals(group))
                        .mapToDouble(Overview.GroupLag::records)
                        .findFirst()
                        .orElse(Double.NaN);
    }

    private double oldestAge() {
        Look look = latest;
        return look == null ? Double.NaN : look.oldestAgeSeconds;
    }
}
