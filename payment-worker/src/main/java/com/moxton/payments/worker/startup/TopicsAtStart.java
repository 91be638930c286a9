package com.moxton.payments.worker.startup;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicProvisioner;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** Creates the topics that are absent, before anything consumes or publishes. */
@Component
public class TopicsAtStart implements SmartLifecycle {

    /** Consumers start in a later phase than this one, the default one for instance. */
    public static final int PHASE = 0;

    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final KafkaAdmin kafka;
    private final TopicProperties topics;
    private final StartSettings start;
    private volatile boolean running;

    TopicsAtStart(KafkaAdmin kafka, TopicProperties topics, StartSettings start) {
        this.kafka = kafka;
        this.topics = topics;
        this.start = start;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void start() {
        TopicProvisioner provisioner = new TopicProvisioner(topics.toSettings());
        Patience.waitFor("Kafka at KAFKA_BOOTSTRAP_SERVERS", start.kafkaTimeout(), start.pause(), () -> {
            try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
                provisioner.provision(admin, EnumSet.allOf(Topic.class), ATTEMPT);
            }
        });
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
