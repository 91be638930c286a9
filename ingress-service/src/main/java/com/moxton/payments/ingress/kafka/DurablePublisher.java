package com.moxton.payments.ingress.kafka;

import com.moxton.payments.events.Topic;
import com.moxton.payments.tracing.TraceSpan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Publishes a record and returns only when all in-sync replicas have it (DURABLE_BEFORE_ACK). Every step is bounded, so
 * that a dead broker costs a caller the acknowledgement's time and no more.
 */
public final class DurablePublisher implements AutoCloseable {
    /** Metadata, or room in the buffer: both are there at once unless Kafka is in trouble. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    /** The topics of a quiet night are still known in the morning. */
    private static final Duration METADATA_KEPT = Duration.ofDays(1);

    private final DefaultKafkaProducerFactory<String, byte[]> factory;
    private final BooleanSupplier topicsReady;
    private final Duration ackTimeout;

    /**
     * @param base Boot's factory, for the connection, its security and its metrics
     * @param underWay requests that a broker may have to answer at once
     * @param topicsReady while false nothing is sent: a broker that creates topics by itself would create ours with one
     *     partition
     */
    DurablePublisher(
            DefaultKafkaProducerFactory<?, ?> base,
            String clientId,
            Duration linger,
            int underWay,
            KafkaSettings settings,
            BooleanSupplier topicsReady) {
        this.ackTimeout = settings.ackTimeout();
        this.topicsReady = topicsReady;
        this.factory = factory(base, overrides(clientId, linger, underWay, settings));
        // The tag of its metrics.
        this.factory.setBeanName(clientId);
        this.factory.setPhysicalCloseTimeout((int) ackTimeout.toSeconds());
    }

    /** Copying keeps Boot's listeners, whose types don't matter to us. */
    @SuppressWarnings("unchecked")
    private static DefaultKafkaProducerFactory<String, byte[]> factory(
            DefaultKafkaProducerFactory<?, ?> base, Map<String, Object> overrides) {
        return (DefaultKafkaProducerFactory<String, byte[]>) base.copyWithConfigurationOverride(overrides);
    }

    static Map<String, Object> overrides(String clientId, Duration linger, int underWay, KafkaSettings settings) {
        long delivery = settings.ackTimeout().toMillis();
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, underWay);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery);
        // Less than half, so that one lost answer leaves time for another attempt.
        config.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(200, (delivery - linger.toMillis()) * 2 / 5));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) Math.min(MAX_BLOCK.toMillis(), delivery));
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_KEPT.toMillis());
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.buffer().toBytes());
        // A webhook of 1 MB and its headers must fit.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        return config;
    }

    /** Connects, so that the first record doesn't have to wait for it. */
    void warmUp(Topic topic) {
        factory.createProducer().partitionsFor(topic.topicName());
    }

    /**
     * @throws NotAcknowledgedException when the record isn't known to be durable; worth a retry
     */
    public void publish(ProducerRecord<String, byte[]> record) {
        if (!topicsReady.getAsBoolean()) {
            throw new NotAcknowledgedException("Topics are not ready");
        }
        try (TraceSpan sending = TraceSpan.send(record)) {
            send(record, sending);
        }
    }

    private void send(ProducerRecord<String, byte[]> record, TraceSpan sending) {
        try {
            Producer<String, byte[]> producer = factory.createProducer();
            // The callback lets the factory replace a producer that met a fatal error.
            sending.sent(
                    producer.send(record, (metadata, error) -> {}).get(ackTimeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            sending.failed(cause);
            throw new NotAcknowledgedException(cause.getClass().getSimpleName(), cause);
        } catch (TimeoutException e) {
            sending.failed(e);
            throw new NotAcknowledgedException("No acknowledgement in time", e);
        } catch (KafkaException | IllegalStateException e) {
            sending.failed(e);
            throw new NotAcknowledgedException(e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAcknowledgedException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
