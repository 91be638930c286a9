package com.moxton.payments.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.moxton.payments.local.ChildJvm;
import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.PortTakenException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "letters";

    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndOffsetsOverARestart() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, LocalPort.free("Kafka"))) {
            port = kafka.port();
            createTopic(kafka.bootstrapServers());
            send(kafka.bootstrapServers(), "one");
            assertThat(readAndCommit(kafka.bootstrapServers(), 1)).containsExactly("one");
            send(kafka.bootstrapServers(), "two");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, new LocalPort("Kafka", port))) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(readAndCommit(kafka.bootstrapServers(), 1)).containsExactly("two");
        }
    }

    @Test
    void keepsRecordsOverKillMinusNine() throws Exception {
        try (ChildJvm child = ChildJvm.run(BrokerMain.class, directory.toString())) {
            createTopic(child.answer());
            send(child.answer(), "acknowledged");
            child.kill();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, LocalPort.free("Kafka"))) {
            assertThat(readAndCommit(kafka.bootstrapServers(), 1)).containsExactly("acknowledged");
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, LocalPort.free("Kafka"))) {
            LocalPort taken = new LocalPort("Kafka (KAFKA_PORT)", kafka.port());
            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory.resolve("second"), taken))
                    .withMessageContaining("Kafka (KAFKA_PORT)");
        }
    }

    @Test
    void neverEndsTheJvmThatItLivesIn() {
        HostJvm.protectFromExit();

        assertThatIllegalStateException().isThrownBy(() -> Exit.halt(1, "broken disk"));
        assertThatIllegalStateException().isThrownBy(() -> Exit.exit(1));
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(String servers, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
        }
    }

    private static List<String> readAndCommit(String servers, int expected) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "group.id", "readers", "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            for (int poll = 0; poll < 100 && values.size() < expected; poll++) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
        }
        return values;
    }

    /** Runs until it is killed. */
    static class BrokerMain {
        public static void main(String[] arguments) {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), LocalPort.free("Kafka"));
            System.out.println(ChildJvm.READY + kafka.bootstrapServers());
        }
    }
}
