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

    @Bean("kafkaHealthIndicator")
    KafkaMonitor kafkaMonitor(KafkaAdmin admin, TopicProperties topics, KafkaSettings settings) {
        return new KafkaMonitor(
                new HashMap<>(admin.getConfigurationProperties()), new TopicProvisioner(topics.toSettings()), settings);
    }

    /** A burst of webhooks fills batches; a millisecond of waiting for company saves the broker a request for each. */
    @Bean
    DurablePublisher webhookPublisher(
            DefaultKafkaProducerFactory<?, ?> producers, KafkaMonitor monitor, KafkaSettings settings) {
        return publisher(
                "ingress-webhooks", Topic.STRIPE_EVENTS, settings.webhookLinger(), producers, monitor, settings);
    }

    /** A customer waits for each request: lingering would be added to every round trip. */
    @Bean
    DurablePublisher requestPublisher(
            DefaultKafkaProducerFactory<?, ?> producers, KafkaMonitor monitor, KafkaSettings settings) {
        return publisher("ingress-requests", Topic.PAYMENT_REQUESTS, Duration.ZERO, producers, monitor, settings);
    }

    private static DurablePublisher publisher(
            String clientId,
            Topic topic,
            Duration linger,
            DefaultKafkaProducerFactory<?, ?> producers,
            KafkaMonitor monitor,
            KafkaSettings settings) {
        DurablePublisher publisher = new DurablePublisher(producers, clientId, linger, settings, monitor::topicsReady);
        monitor.beforeReady(() -> publisher.warmUp(topic));
        return publisher;
    }
}
