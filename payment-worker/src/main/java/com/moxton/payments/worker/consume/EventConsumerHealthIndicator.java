package com.moxton.payments.worker.consume;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code eventConsumer}: up while events are consumed and none waits for something to heal. */
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
        EventLoop.State state = consumer.state();
        return (state == EventLoop.State.CONSUMING ? Health.up() : Health.down())
                .withDetail("state", state)
                .withDetail("partitions", consumer.partitions())
                .build();
    }
}
