package com.moxton.payments.worker.lane;

import static org.awaitility.Awaitility.await;

import com.moxton.payments.testing.TestServers;
import com.moxton.payments.tracing.Tracing;
import com.moxton.payments.worker.retry.Backoff;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic and a group of its own for one test, and lane consumers on it. */
final class LaneBench implements AutoCloseable {
    final String topic = "lanes-" + UUID.randomUUID();
    final String dlt = topic + ".dlt";
    final int partitions;
    private final String servers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<LaneConsumer> started = new ArrayList<>();

    LaneBench(int partitions) throws Exception {
        this(TestServers.kafkaBootstrapServers(), partitions);
    }

    LaneBench(String servers, int partitions) throws Exception {
        this.servers = servers;
        this.partitions = partitions;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<NewTopic> topics = List.of(new NewTopic(topic, partitions, (short) 1), new NewTopic(dlt, 1, (short) 1));
        admin.createTopics(topics).all().get();
        // A burst right after createTopics otherwise ends in OUT_OF_ORDER_SEQUENCE_NUMBER now and then, for good.
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        latest.put(new TopicPartition(dlt, 0), OffsetSpec.latest());
        await().ignoreExceptions().until(() -> admin.listOffsets(latest).all().get() != null);
    }

    LaneSettings settings(int maxInFlight, Duration drainTimeout) {
        return new LaneSettings(
                true,
                null,
                Duration.ofSeconds(10),
                maxInFlight,
                50_000,
                Duration.ofMillis(20),
                drainTimeout,
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                3);
    }

    LaneConsumer start(RecordHandler handler) {
        return start(handler, settings(500, Duration.ofSeconds(5)), UnaryOperator.identity());
    }

    /** @param around wraps each Kafka consumer */
    LaneConsumer start(RecordHandler handler, LaneSettings settings, UnaryOperator<Consumer<byte[], byte[]>> around) {
        LaneConsumer lanes = unstarted(handler, settings, around, new LaneStatus(true, Clock.systemUTC()));
        started.add(lanes);
        lanes.start();
        return lanes;
    }

    LaneConsumer unstarted(
            RecordHandler handler,
            LaneSettings settings,
            UnaryOperator<Consumer<byte[], byte[]>> around,
            LaneStatus status) {
        Map<String, Object> config =
                LaneConfiguration.consumerConfig(Map.of("bootstrap.servers", servers), topic, settings);
        Supplier<Consumer<byte[], byte[]>> consumers = () ->
                around.apply(new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        RecordRunner runner = new RecordRunner(
                handler,
                (record, failure, attempts, firstFailedAt) -> producer.send(
                                new ProducerRecord<>(dlt, record.key(), record.value()))
                        .get(),
                new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)),
                settings.attempts(),
                Tracing.off(),
                Clock.systemUTC());
        return new LaneConsumer(topic, consumers, runner, settings, status);
    }

    Future<?> send(int partition, String key, String value) {
        return producer.send(new ProducerRecord<>(
                topic, partition, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    }

    void flush() {
        producer.flush();
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        try {
            return admin.listConsumerGroupOffsets(topic)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            return Map.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long committed(int partition) {
        OffsetAndMetadata committed = committed().get(new TopicPartition(topic, partition));
        return committed == null ? 0 : committed.offset();
    }

    int deadLetters() throws Exception {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return reader.endOffsets(List.of(new TopicPartition(dlt, 0))).values().stream()
                    .mapToInt(Long::intValue)
                    .sum();
        }
    }

    @Override
    public void close() {
        started.forEach(LaneConsumer::stop);
        producer.close();
        admin.close();
    }
}
