package com.moxton.payments.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Holds in every lane. */
class TestServersIT {

    @Test
    void startsTheBrokerOnce() {
        assertThat(TestServers.kafkaBootstrapServers()).isEqualTo(TestServers.kafkaBootstrapServers());
    }

    @Test
    void emptiesTheTopics() throws Exception {
        TestServers.resetTopics();
        send(TestServers.kafkaBootstrapServers(), Topic.STRIPE_EVENTS, "old");

        TestServers.resetTopics();

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(
                            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
            assertThat(records(admin, Topic.STRIPE_EVENTS)).isZero();
            send(TestServers.kafkaBootstrapServers(), Topic.STRIPE_EVENTS, "new");
            assertThat(records(admin, Topic.STRIPE_EVENTS)).isEqualTo(1);
        }
    }

    @Test
    void givesEachCallerASchemaOfItsOwn() throws Exception {
        try (TestDatabase first = TestServers.newDatabase();
                TestDatabase second = TestServers.newDatabase()) {
            execute(first, "CREATE TABLE letters (text VARCHAR(10), json JSON, at DATETIME(6))");
            execute(second, "CREATE TABLE letters (text VARCHAR(10))");
            execute(first, "INSERT INTO letters VALUES ('ä€🙂', '{}', '2026-01-01')");

            assertThat(count(first)).isEqualTo(1);
            assertThat(count(second)).isZero();
        }
    }

    @Test
    void restartsTheTestsOwnServersAtTheSameAddressWithTheirData() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start();
                RestartableDatabase database = RestartableDatabase.start()) {
            String servers = kafka.bootstrapServers();
            String url = database.url();
            new TopicReset(servers).run(TopicSettings.defaults(), Topic.STRIPE_EVENTS);
            send(servers, Topic.STRIPE_EVENTS, "kept");

            kafka.stop();
            database.stop();
            kafka.restart();
            database.restart();

            assertThat(kafka.bootstrapServers()).isEqualTo(servers);
            assertThat(database.url()).isEqualTo(url);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                assertThat(records(admin, Topic.STRIPE_EVENTS)).isEqualTo(1);
            }
        }
    }

    private static void send(String servers, Topic topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic.topicName(), "key", value)).get();
        }
    }

    private static long records(Admin admin, Topic topic) throws Exception {
        var description = admin.describeTopics(List.of(topic.topicName()))
                .allTopicNames()
                .get()
                .get(topic.topicName());
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        description
                .partitions()
                .forEach(partition ->
                        latest.put(new TopicPartition(topic.topicName(), partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static void execute(TestDatabase database, String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(TestDatabase database) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM letters")) {
            row.next();
            return row.getInt(1);
        }
    }
}
