package com.moxton.payments.worker.request;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that comes on {@code payment.replies} and {@code payment.updates}, from the topics' beginnings. */
final class PublishedByWorker implements AutoCloseable {

    private final String bootstrapServers;
    private final ConcurrentLinkedQueue<PaymentReply> replies = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<PaymentUpdate> updates = new ConcurrentLinkedQueue<>();
    private volatile boolean reading = true;

    PublishedByWorker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Thread.ofVirtual().start(this::read);
    }

    Stream<PaymentReply> replies() {
        return replies.stream();
    }

    Stream<PaymentUpdate> updates() {
        return updates.stream();
    }

    private void read() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 50),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Topic topic : List.of(Topic.PAYMENT_REPLIES, Topic.PAYMENT_UPDATES)) {
                consumer.partitionsFor(topic.topicName())
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (reading) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    if (record.topic().equals(Topic.PAYMENT_REPLIES.topicName())) {
                        replies.add(EventJson.read(record.value(), PaymentReply.class));
                    } else {
                        updates.add(EventJson.read(record.value(), PaymentUpdate.class));
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        reading = false;
    }
}
