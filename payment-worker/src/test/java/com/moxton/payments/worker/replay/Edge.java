package com.moxton.payments.worker.replay;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Takes webhooks and publishes them as ingress does: a 2xx only when the record is durable. Checks no signature. */
final class Edge implements AutoCloseable {

    private static final int BACKLOG = 500;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final KafkaProducer<String, byte[]> producer;

    Edge(String bootstrapServers) throws IOException {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(publish(body), -1);
        }
    }

    private int publish(byte[] body) {
        try {
            producer.send(StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK))
                    .get(30, TimeUnit.SECONDS);
            return 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 503;
        } catch (ExecutionException | TimeoutException e) {
            return 503;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        producer.close();
    }
}
