package com.moxton.payments.ingress;

import static com.moxton.payments.ingress.IngressInstance.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicProvisioner;
import com.moxton.payments.events.kafka.TopicSettings;
import com.moxton.payments.ingress.webhook.Webhooks;
import com.moxton.payments.testing.SecuredKafka;
import com.moxton.payments.testing.TestCertificates;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ingress over TLS, signed in with SCRAM, under the rules of {@code deploy/kafka/acls.sh}: they are enough for all it does,
 * and whoever takes its credentials can do no more.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the rules are a script for bash")
class LeastRightsIT {
    private static final Path ACLS = Path.of("..", "deploy", "kafka", "acls.sh");

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() {
        kafka = SecuredKafka.start();
        kafka.applyAcls(ACLS);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    /** The first, while there are no topics. */
    @Test
    @Order(1)
    void servesEverybodyOverTlsWithItsRightsAlone() throws Exception {
        String order = UUID.randomUUID().toString().replace("-", "");
        try (IngressInstance ingress = IngressInstance.start(kafka.bootstrapServers(), settings())) {
            // It may not create topics, and is ready as soon as somebody else has.
            assertThat(ingress.status("/actuator/health/readiness")).isEqualTo(503);
            topicsAreThere();
            ingress.awaitReadiness(200);
            byte[] event = Webhooks.event("evt_" + order, "pi_" + order);
            HttpResponse<String> webhook = send(ingress.request("/api/payments/webhook")
                    .header("Stripe-Signature", Webhooks.signature(event, IngressInstance.WEBHOOK_SECRET))
                    .POST(BodyPublishers.ofByteArray(event)));
            assertThat(webhook.statusCode()).isEqualTo(200);
            assertThat(recordsOf(Topic.STRIPE_EVENTS))
                    .anySatisfy(record -> assertThat(record.value()).isEqualTo(event));

            try (TestWorker worker = new TestWorker(kafka.clientSettingsOf(SecuredKafka.WORKER))) {
                HttpResponse<String> created = send(ingress.create(order, "u1").header("Prefer", "wait=30"));
                assertThat(created.statusCode()).isEqualTo(200);
                worker.change("pi_" + order, 2);
                HttpResponse<String> found = send(ingress.request("/api/payments/pi_" + order, "u1"));
                assertThat(found.body()).contains("\"status\":\"processing\"");
            }
        }
    }

    @Test
    void isNotReadyWhenTheBrokerIsNotTheOneItTrusts() throws Exception {
        topicsAreThere();
        String trust = "--spring.kafka.ssl.trust-store-location="
                + TestCertificates.make().trustStore().toUri();
        List<String> settings = new ArrayList<>(List.of(settings()));
        settings.removeIf(setting -> setting.startsWith("--spring.kafka.ssl.trust-store-location"));
        settings.add(trust);
        try (IngressInstance ingress =
                IngressInstance.start(kafka.bootstrapServers(), settings.toArray(String[]::new))) {
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> ingress.status("/actuator/health/readiness") == 503);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STRIPE_EVENTS", "PAYMENT_REQUESTS", "STRIPE_EVENTS_DLT", "PAYMENT_REQUESTS_DLT"})
    void itsUserReadsNeitherEventsNorRequests(Topic topic) throws Exception {
        topicsAreThere();
        assertRefused(() -> read(topic, ingressUser()));
    }

    @ParameterizedTest
    @EnumSource(names = {"PAYMENT_REPLIES", "PAYMENT_UPDATES", "STRIPE_EVENTS_DLT", "PAYMENT_REQUESTS_DLT"})
    void itsUserWritesNothingThatIsTheWorkers(Topic topic) throws Exception {
        topicsAreThere();
        assertRefused(() -> {
            try (KafkaProducer<String, byte[]> producer =
                    new KafkaProducer<>(ingressUser(), new StringSerializer(), new ByteArraySerializer())) {
                return producer.send(new ProducerRecord<>(topic.topicName(), "key", new byte[0]))
                        .get();
            }
        });
    }

    @Test
    void itsUserChangesNothingInKafka() throws Exception {
        topicsAreThere();
        String events = Topic.STRIPE_EVENTS.topicName();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, events);
        AlterConfigOp retention = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
        AclBinding more = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, events, PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + SecuredKafka.INGRESS, "*", AclOperation.READ, AclPermissionType.ALLOW));
        try (Admin admin = Admin.create(ingressUser())) {
            List<Future<?>> tries = List.of(
                    admin.createTopics(List.of(new NewTopic("of-its-own", 1, (short) 1)))
                            .all(),
                    admin.deleteTopics(List.of(events)).all(),
                    admin.incrementalAlterConfigs(Map.of(topic, List.of(retention)))
                            .all(),
                    admin.deleteRecords(Map.of(new TopicPartition(events, 0), RecordsToDelete.beforeOffset(0)))
                            .all(),
                    admin.describeAcls(AclBindingFilter.ANY).values(),
                    admin.createAcls(List.of(more)).all(),
                    admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")))
                            .all(),
                    admin.deleteConsumerGroups(List.of("payment-worker.events")).all(),
                    admin.listConsumerGroupOffsets("payment-worker.events").partitionsToOffsetAndMetadata());
            for (Future<?> attempt : tries) {
                assertRefused(attempt::get);
            }
            assertThat(admin.listTopics().names().get())
                    .containsExactlyInAnyOrder(
                            "stripe.events", "payment.requests", "payment.replies", "payment.updates");
        }
    }

    private static void assertRefused(Callable<?> attempt) {
        assertThatThrownBy(attempt::call)
                .satisfiesAnyOf(
                        refused -> assertThat(refused).isInstanceOf(AuthorizationException.class),
                        refused -> assertThat(refused).hasCauseInstanceOf(AuthorizationException.class));
    }

    private static Map<String, Object> ingressUser() {
        return kafka.clientSettingsOf(SecuredKafka.INGRESS);
    }

    private static String[] settings() {
        return kafka.springSettingsOf(SecuredKafka.INGRESS).entrySet().stream()
                .filter(setting -> !setting.getKey().equals("KAFKA_BOOTSTRAP_SERVERS"))
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private static void topicsAreThere() {
        try (Admin admin = Admin.create(kafka.adminSettings())) {
            new TopicProvisioner(new TopicSettings(3, (short) 1, Map.of()))
                    .provision(admin, Set.of(Topic.values()), Duration.ofSeconds(30));
        }
    }

    private static List<ConsumerRecord<String, byte[]>> recordsOf(Topic topic) {
        return read(topic, kafka.adminSettings());
    }

    /** All that is there. */
    private static List<ConsumerRecord<String, byte[]>> read(Topic topic, Map<String, Object> user) {
        Map<String, Object> config = new HashMap<>(user);
        config.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            // Not asked for: to know of it takes another right than to read it.
            List<TopicPartition> partitions = List.of(
                    new TopicPartition(topic.topicName(), 0),
                    new TopicPartition(topic.topicName(), 1),
                    new TopicPartition(topic.topicName(), 2));
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            do {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            } while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition)));
        }
        return records;
    }
}
