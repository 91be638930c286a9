package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicProvisioner;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Creates the topics as soon as Kafka lets it, then keeps asking whether Kafka is there. The service starts without
 * Kafka and says that it isn't ready.
 */
public final class KafkaMonitor implements SmartLifecycle, HealthIndicator {
    /** Before the web server starts, and after it has stopped. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private static final Logger log = LoggerFactory.getLogger(KafkaMonitor.class);
    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(15);
    private static final int PROBE_TIMEOUT_MS = 3000;
    private static final Set<Topic> TOPICS =
            EnumSet.of(Topic.STRIPE_EVENTS, Topic.PAYMENT_REQUESTS, Topic.PAYMENT_REPLIES, Topic.PAYMENT_UPDATES);

    private final Map<String, Object> adminConfig;
    private final TopicProvisioner provisioner;
    private final KafkaSettings settings;
    private final List<Runnable> beforeReady = new CopyOnWriteArrayList<>();
    private volatile boolean topicsReady;
    private volatile boolean reachable;
    private @Nullable SupervisedLoop loop;

    KafkaMonitor(Map<String, Object> adminConfig, TopicProvisioner provisioner, KafkaSettings settings) {
        this.adminConfig = adminConfig;
        this.provisioner = provisioner;
        this.settings = settings;
    }

    /** Has this done when the topics are there and before anyone is told. What it throws is tried again. */
    void beforeReady(Runnable task) {
        beforeReady.add(task);
    }

    /** True from the first success on: topics don't vanish with the broker. */
    public boolean topicsReady() {
        return topicsReady;
    }

    @Override
    public Health health() {
        return topicsReady && reachable ? Health.up().build() : Health.down().build();
    }

    private void watch(SupervisedLoop running) throws Exception {
        adminConfig.put(AdminClientConfig.CLIENT_ID_CONFIG, "ingress-monitor");
        Admin admin = Admin.create(adminConfig);
        try {
            if (!topicsReady) {
                provisioner.provision(admin, TOPICS, PROVISION_TIMEOUT);
                beforeReady.forEach(Runnable::run);
                topicsReady = true;
                log.info("topics ready");
            }
            while (running.open()) {
                admin.describeCluster().nodes().get(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
                if (!reachable) {
                    reachable = true;
                    log.info("kafka reachable");
                }
                running.pause(settings.probeInterval());
            }
        } finally {
            reachable = false;
            // At once: what is outstanding would keep it open for a minute.
            admin.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void start() {
        loop = new SupervisedLoop("kafka-monitor", settings.retryPause(), this::watch).start();
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.close();
            loop = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
