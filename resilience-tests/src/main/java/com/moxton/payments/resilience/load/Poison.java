package com.moxton.payments.resilience.load;

import com.moxton.payments.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that nobody can make anything of. */
public final class Poison implements AutoCloseable {

    private static final int LARGE = 900_000;
    private static final int DEEP = 20_000;

    private final KafkaProducer<byte[], byte[]> producer;

    public Poison(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Ten kinds, by name. */
    public static Map<String, byte @Nullable []> kinds() {
        Map<String, byte @Nullable []> kinds = new LinkedHashMap<>();
        byte[] noise = new byte[2_000];
        new Random(7).nextBytes(noise);
        kinds.put("no value", null);
        kinds.put("an empty value", new byte[0]);
        kinds.put("noise", noise);
        kinds.put("half a document", bytes("{\"id\": \"evt_half\", \"type\": \"payment_intent.succ"));
        kinds.put("another type of document", bytes("[1, 2, 3]"));
        kinds.put("no members", bytes("{}"));
        kinds.put(
                "members of other types",
                bytes("{\"id\": 7, \"type\": {\"a\": 1}, \"created\": \"yesterday\", \"data\": [], \"amount\": {}}"));
        kinds.put("no UTF-8", new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'});
        kinds.put("without bottom", bytes("[".repeat(DEEP)));
        kinds.put("large", bytes("\"" + "x".repeat(LARGE) + "\""));
        return kinds;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns when it is durable.
     *
     * @return where it lies: {@code stripe.events:3:17}
     */
    public String put(Topic topic, String key, byte @Nullable [] value) throws InterruptedException {
        try {
            RecordMetadata where = producer.send(
                            new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
            return where.topic() + ":" + where.partition() + ":" + where.offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Poison for " + topic + " isn't taken", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
