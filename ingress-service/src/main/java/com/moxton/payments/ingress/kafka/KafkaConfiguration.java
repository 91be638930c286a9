package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicProvisioner;
import java.time.Duration;
import java.util.HashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;

@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {
    private static final int MOST_UNDER_WAY = 5;

    @Bean("kafkaHealthIndicator")
    KafkaMonitor kafkaMonitor(KafkaAdmin admin, TopicProperties topics, KafkaSettings settings) {
        return new KafkaMonitor(
                new HashMap<>(admin.getConfigurationProperties()), new TopicProvisioner(topics.toSettings()), settings);
    }

    /** A burst of webhooks fills batches: those that arrive while others are under way go together. */
    @Bean
    DurablePublisher webhookPublisher(
            DefaultKafkaProducerFactory<?, ?> producers, KafkaMonitor monitor, KafkaSettings settings) {
        return publisher(
                "ingress-webhooks",
                Topic.STRIPE_EVENTS,
                settings.webhookLinger(),
                settings.webhookBatchesUnderWay(),
                producers,
                monitor,
                settings);
    }

    /** A customer waits for each request: lingering would be added to every round trip. */
    @Bean
    DurablePublisher requestPublisher(
            DefaultKafkaProducerFactory<?, ?> producers, KafkaMonitor monitor, KafkaSettings settings) {
        return publisher(
                "ingress-requests",
                Topic.PAYMENT_REQUESTS,
                Duration.ZERO,
                MOST_UNDER_WAY,
                producers,
                monitor,
                settings);
    }

    private static DurablePublisher publisher(
            String clientId,
            Topic topic,
            Duration linger,
            int underWay,
            DefaultKafkaProducerFactory<?, ?> producers,
            KafkaMonitor monitor,
            KafkaSettings settings) {
        DurablePublisher publisher =
                new DurablePublisher(producers, clientId, linger, underWay, settings, monitor::topicsReady);
        monitor.beforeReady(() -> publisher.warmUp(topic));
        return publisher;
    }
}
