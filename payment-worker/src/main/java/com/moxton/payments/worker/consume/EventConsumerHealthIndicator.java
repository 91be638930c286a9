package com.moxton.payments.worker.consume;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code eventConsumer}: up while every loop runs and none is waiting for something to heal. */
@Component
class EventConsumerHealthIndicator implements HealthIndicator {

    private final EventConsumer consumer;
    private final EventSettings settings;

    EventConsumerHealthIndicator(EventConsumer consumer, EventSettings settings) {
        this.consumer = consumer;
        this.settings = settings;
    }

    @Override
    public Health health() {
        if (!settings.enabled()) {
            return Health.up().withDetail("enabled", false).build();
        }
        List<EventLoop> loops = consumer.loops();
        boolean consuming =
                !loops.isEmpty() && loops.stream().allMatch(loop -> loop.state() == EventLoop.State.CONSUMING);
        return (consuming ? Health.up() : Health.down())
                .withDetail("loops", loops.stream().map(EventLoop::state).toList())
                .withDetail(
                        "partitions",
                        loops.stream().mapToInt(EventLoop::partitions).sum())
                .build();
    }
}
