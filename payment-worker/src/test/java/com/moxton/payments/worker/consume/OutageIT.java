package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.testing.RestartableDatabase;
import com.moxton.payments.testing.RestartableKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Servers of its own, to pull their plugs. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "OPS_USERNAME=ops",
            "OPS_PASSWORD=only-for-tests",
            "STRIPE_SECRET_KEY=sk_test_none",
            "STRIPE_API_BASE=http://127.0.0.1:9",
            "payments.topics.partitions=3",
            "payments.events.retry-pause-max=500ms",
            "spring.kafka.producer.properties.delivery.timeout.ms=3000",
            "spring.kafka.producer.properties.request.timeout.ms=2000",
            "spring.kafka.producer.properties.max.block.ms=2000",
            "spring.datasource.hikari.connection-timeout=500"
        })
@DirtiesContext
class OutageIT {

    private static final RestartableDatabase DATABASE = RestartableDatabase.start();
    private static final RestartableKafka KAFKA = RestartableKafka.start();

    @Autowired
    private KafkaTemplate<String, byte[]> kafka;

    @Autowired
    private KafkaAdmin kafkaAdmin;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private EventConsumer consumer;

    @Autowired
    private EventConsumerHealthIndicator health;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        registry.add("MYSQL_URL", DATABASE::url);
        registry.add("MYSQL_USER", DATABASE::user);
        registry.add("MYSQL_PASSWORD", DATABASE::password);
        registry.add("KAFKA_BOOTSTRAP_SERVERS", KAFKA::bootstrapServers);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
        KAFKA.close();
    }

    @Test
    void NOTHING_DROPPED_waitsForTheDatabaseAndKeepsItsMembership() throws Exception {
        awaiting().until(() -> health.health().getStatus().getCode().equals("UP"));
        List<StripeEventFixture> events = events();
        DATABASE.stop();
        publish(events);
        awaiting().until(() -> consumer.state() == EventLoop.State.RETRYING);
        assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
        try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> admin.describeConsumerGroups(List.of(EventSettings.GROUP))
                                    .describedGroups()
                                    .get(EventSettings.GROUP)
                                    .get()
                                    .groupState()
                            == GroupState.STABLE);
        }
        DATABASE.restart();
        awaiting().untilAsserted(() -> assertThat(paidOrders(events)).isEqualTo(events.size() / 2));
        assertThat(deadLetters()).as("an outage fills no dead letters").isZero();
        awaiting().until(() -> health.health().getStatus().getCode().equals("UP"));
    }

    @Test
    void NOTHING_DROPPED_waitsForKafka() throws Exception {
        List<StripeEventFixture> events = events();
        publish(events.subList(0, events.size() / 2));
        KAFKA.stop();
        KAFKA.restart();
        publish(events.subList(events.size() / 2, events.size()));
        awaiting().untilAsserted(() -> assertThat(paidOrders(events)).isEqualTo(events.size() / 2));
    }

    private long deadLetters() throws Exception {
        try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int partition = 0; partition < 3; partition++) {
                latest.put(new TopicPartition(Topic.STRIPE_EVENTS_DLT.topicName(), partition), OffsetSpec.latest());
            }
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static org.awaitility.core.ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }

    /** Births and successes of ten orders. */
    private List<StripeEventFixture> events() {
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            StripeEventFixture birth = StripeEventFixture.birth("order-" + UUID.randomUUID(), 4999);
            transactions.executeWithoutResult(status -> jdbc.update(
                    "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, 'user-1', 49.99, 'usd')",
                    birth.orderId()));
            events.add(birth);
            events.add(birth.succeeded(5));
        }
        return events;
    }

    private void publish(List<StripeEventFixture> events) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (StripeEventFixture event : events) {
            sent.add(kafka.send(Topic.STRIPE_EVENTS.topicName(), event.intentId(), event.json()));
        }
        for (Future<?> future : sent) {
            future.get();
        }
    }

    private long paidOrders(List<StripeEventFixture> events) {
        return events.stream()
                .map(StripeEventFixture::orderId)
                .distinct()
                .filter(id ->
                        "paid".equals(jdbc.queryForObject("SELECT status FROM orders WHERE id = ?", String.class, id)))
                .count();
    }
}
