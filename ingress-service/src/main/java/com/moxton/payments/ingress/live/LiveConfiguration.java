package com.moxton.payments.ingress.live;

import com.moxton.payments.events.Topic;
import com.moxton.payments.ingress.kafka.KafkaSettings;
import com.moxton.payments.ingress.kafka.TopicTail;
import com.moxton.payments.ingress.limit.Connections;
import com.moxton.payments.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.core.ConsumerFactory;

@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    LiveStreams liveStreams(Tracing tracing, LiveSettings settings, Connections connections) {
        return new LiveStreams(tracing, settings.within(connections.max()));
    }

    @Bean
    LiveMetrics liveMetrics(MeterRegistry meters, LiveStreams streams) {
        return new LiveMetrics(meters, streams);
    }

    /** From the end: what was before is in the present state that every stream begins with. */
    @Bean("paymentUpdatesHealthIndicator")
    TopicTail updateTail(ConsumerFactory<?, ?> consumers, KafkaSettings settings, Clock clock, LiveStreams streams) {
        return new TopicTail(Topic.PAYMENT_UPDATES, null, consumers, settings, clock, streams::accept);
    }

    @Bean
    UpdatesReader updatesReader(@Qualifier("paymentUpdatesHealthIndicator") TopicTail tail) {
        return tail::caughtUp;
    }

    /** Sent before anything is stopped, so streams don't hold the shutdown up. */
    @Bean
    EndOnShutdown endOnShutdown(LiveStreams streams) {
        return new EndOnShutdown(streams);
    }

    record EndOnShutdown(LiveStreams streams) {
        @EventListener(ContextClosedEvent.class)
        void end() {
            streams.endAll();
        }
    }
}
