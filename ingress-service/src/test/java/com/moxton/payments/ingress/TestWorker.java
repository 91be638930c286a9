package com.moxton.payments.ingress;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Topic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Answers payment.requests on a real Kafka, as payment-worker would. The topics must be there. */
final class TestWorker implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, PaymentRequest.FromUser> seen = new ConcurrentHashMap<>();
    private final Map<String, PaymentUpdate> payments = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean answering = true;
    private volatile boolean open = true;

    TestWorker(String kafka) {
        this(Map.of("bootstrap.servers", kafka));
    }

    /** @param connection settings of a Kafka client */
    TestWorker(Map<String, Object> connection) {
        Map<String, Object> publishing = new HashMap<>(connection);
        publishing.put("acks", "all");
        publishing.put("linger.ms", 0);
        producer = new KafkaProducer<>(publishing, new StringSerializer(), new ByteArraySerializer());
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.PAYMENT_REQUESTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().daemon().name("test-worker").start(() -> run(consumer));
    }

    private void run(KafkaConsumer<String, byte[]> consumer) {
        try (consumer) {
            while (open) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    if (EventJson.read(record.value(), PaymentRequest.class)
                            instanceof PaymentRequest.FromUser request) {
                        seen.put(request.requestId(), request);
                        if (answering) {
                            answer(request);
                        }
                    }
                }
            }
        }
    }

    /** From now on requests are only looked at. */
    void hold() {
        answering = false;
    }

    PaymentRequest.@Nullable FromUser seen(String requestId) {
        return seen.get(requestId);
    }

    int count() {
        return seen.size();
    }

    void answerAll() {
        seen.values().forEach(this::answer);
    }

    void answer(PaymentRequest.FromUser request) {
        PaymentReply reply = switch (request) {
            case PaymentRequest.CreateIntent create ->
                new PaymentReply.IntentCreated(
                        create.requestId(),
                        create.userId(),
                        null,
                        "pi_" + create.orderId(),
                        "payment-" + create.orderId(),
                        "requires_payment_method",
                        new ClientSecret("pi_" + create.orderId() + "_secret"));
            case PaymentRequest.Confirm confirm ->
                new PaymentReply.IntentConfirmed(
                        confirm.requestId(), confirm.userId(), null, confirm.intentId(), "succeeded", null, null);
            case PaymentRequest.Get get ->
                new PaymentReply.PaymentFound(
                        get.requestId(),
                        get.userId(),
                        payments.getOrDefault(get.intentId(), update(get.intentId(), 1)));
        };
        publish(Topic.PAYMENT_REPLIES, reply.requestId(), EventJson.write(reply));
    }

    /** A change, as the next {@code get} and the live streams see it. */
    void change(String intentId, long version) {
        PaymentUpdate update = update(intentId, version);
        payments.put(intentId, update);
        publish(Topic.PAYMENT_UPDATES, update.paymentId(), EventJson.write(update));
    }

    void publish(Topic topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static PaymentUpdate update(String intentId, long version) {
        return new PaymentUpdate(
                "payment-" + intentId,
                "order-" + intentId,
                intentId,
                new BigDecimal("49.9900"),
                "usd",
                "processing",
                "pending",
                null,
                version,
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    @Override
    public void close() {
        open = false;
        producer.close(Duration.ZERO);
    }
}
