package com.moxton.payments.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook endpoint that keeps what it gets and answers what it is told to. */
final class WebhookInbox implements AutoCloseable {

    record Letter(String body, String signature) {}

    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    WebhookInbox() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:%d/webhook".formatted(server.getAddress().getPort()));
    }

    /** The next so many deliveries get a 500. */
    void refuse(int times) {
        failures.set(times);
    }

    List<Letter> letters() {
        return letters;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        letters.add(new Letter(body, exchange.getRequestHeaders().getFirst("Stripe-Signature")));
        boolean refused = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        exchange.sendResponseHeaders(refused ? 500 : 200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
