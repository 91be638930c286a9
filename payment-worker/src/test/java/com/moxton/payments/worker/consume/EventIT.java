package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.WorkerIT;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ConditionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

/** What tests of the consumption of events have in common: publish, wait, look at rows and topics. */
public abstract class EventIT extends WorkerIT {

    @Autowired
    protected KafkaTemplate<String, byte[]> kafka;

    @Autowired
    protected KafkaAdmin kafkaAdmin;

    protected static String newOrder() {
        return "order-" + UUID.randomUUID();
    }

    protected static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    /** Returns when Kafka has them. */
    protected void publish(List<StripeEventFixture> events) {
        publishRecords(events.stream().map(StripeEventFixture::record).toList());
    }

    protected void publishRecords(List<ProducerRecord<String, byte[]>> records) {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(kafka.send(record)));
        sent.forEach(EventIT::get);
    }

    /** Until each of them has its row in the inbox. */
    protected void awaitProcessed(List<StripeEventFixture> events) {
        awaiting()
                .untilAsserted(() -> assertThat(events)
                        .allSatisfy(event -> assertThat(outcome(event)).isNotEqualTo("none")));
    }

    protected String outcome(StripeEventFixture event) {
        return rows("SELECT outcome FROM processed_events WHERE event_id = ?", event.id()).stream()
                .map(row -> String.valueOf(row.get("outcome")))
                .findFirst()
                .orElse("none");
    }

    protected Map<String, Object> payment(StripeEventFixture event) {
        return row("SELECT * FROM payments WHERE stripe_intent_id = ?", event.intentId());
    }

    protected Map<String, Object> orderOf(StripeEventFixture event) {
        return row("SELECT * FROM orders WHERE id = ?", event.orderId());
    }

    protected List<PaymentUpdate> updatesOf(StripeEventFixture event) {
        return read(Topic.PAYMENT_UPDATES, record -> event.paymentId().equals(record.key())).stream()
                .map(record -> EventJson.read(record.value(), PaymentUpdate.class))
                .toList();
    }

    /** All records of a topic as it is now that fit, by partition and offset. */
    protected List<ConsumerRecord<String, byte[]>> read(
            Topic topic, Predicate<ConsumerRecord<String, byte[]>> fitting) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        Map<String, Object> config = new HashMap<>(kafkaAdmin.getConfigurationProperties());
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic.topicName())) {
                partitions.add(new TopicPartition(partition.topic(), partition.partition()));
            }
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (fitting.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    List<ConsumerRecord<String, byte[]>> deadLetters(String key) {
        return read(Topic.STRIPE_EVENTS_DLT, record -> key.equals(record.key()));
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return String.valueOf(RecordHeaders.text(record.headers(), name));
    }

    /** How far the worker's group has come on the partition. */
    protected long committed(TopicPartition partition) {
        try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
            OffsetAndMetadata committed = get(admin.listConsumerGroupOffsets(EventSettings.GROUP)
                            .partitionsToOffsetAndMetadata())
                    .get(partition);
            return committed == null ? 0 : committed.offset();
        }
    }

    protected static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
