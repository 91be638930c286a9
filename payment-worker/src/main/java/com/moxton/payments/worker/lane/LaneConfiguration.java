package com.moxton.payments.worker.lane;

import com.moxton.payments.events.Topic;
import com.moxton.payments.tracing.Tracing;
import com.moxton.payments.worker.group.Membership;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Wires the consumer of {@code payment.requests}. */
@Configuration(proxyBeanMethods = false)
class LaneConfiguration {

    @Bean
    LaneStatus requestLanesHealthIndicator(LaneSettings settings, Clock clock, MeterRegistry meters) {
        LaneStatus status = new LaneStatus(settings.enabled(), clock);
        Gauge.builder("payments.requests.running", status, s -> s.snapshot().running())
                .description("Requests handled at this moment")
                .register(meters);
        Gauge.builder("payments.requests.open", status, s -> s.snapshot().open())
                .description("Requests read and unfinished, those that wait behind another of their order included")
                .register(meters);
        Gauge.builder("payments.requests.restarts", status, s -> s.snapshot().restarts())
                .description("How often the poll loop failed and was started again")
                .register(meters);
        return status;
    }

    @Bean
    LaneConsumer requestLanes(
            ConsumerFactory<?, ?> consumers,
            DeadLetterPublisher deadLetters,
            RecordHandler requestHandler,
            LaneSettings settings,
            LaneStatus status,
            Tracing tracing,
            Clock clock) {
        RecordRunner runner = new RecordRunner(
                requestHandler,
                new RequestDeadLetters(deadLetters),
                settings.backoff(),
                settings.attempts(),
                tracing,
                clock);
        Map<String, Object> config =
                consumerConfig(consumers.getConfigurationProperties(), LaneSettings.GROUP, settings);
        return new LaneConsumer(
                Topic.PAYMENT_REQUESTS.topicName(),
                () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                runner,
                settings,
                status);
    }

    /** What the guarantees stand on is set here, and no property can undo it. */
    static Map<String, Object> consumerConfig(Map<String, Object> base, String group, LaneSettings settings) {
        Map<String, Object> config = new HashMap<>(base);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.merge(ConsumerConfig.CLIENT_ID_CONFIG, "requests", (client, name) -> client + "-" + name);
        config.putAll(Membership.properties(settings.sessionTimeout(), settings.groupInstanceId()));
        // Only partitions that move are taken away; the eager protocol would drop all queued work at every rebalance.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, LaneLoop.MAX_POLL_RECORDS);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }
}
