package com.moxton.payments.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a storefront, Stripe and a curious person do from outside. */
final class Shop {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> settings;

    Shop(Map<String, String> settings) {
        this.settings = settings;
    }

    /** An order as the storefront made it. */
    record Order(String id, String userId, String token, String amount, String currency) {
        String createIntentBody() {
            return "{\"orderId\": \"%s\", \"amount\": %s, \"currency\": \"%s\"}".formatted(id, amount, currency);
        }
    }

    record Answer(int status, HttpResponse<String> http, JsonNode json) {
        String text(String member) {
            return json.path(member).asString("");
        }
    }

    Order order(String amount, String currency) {
        Answer answer = send(request(storefront("/api/orders"))
                .POST(json("{\"amount\": %s, \"currency\": \"%s\"}".formatted(amount, currency))));
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("No order: " + answer);
        }
        return new Order(answer.text("orderId"), answer.text("userId"), answer.text("token"), amount, currency);
    }

    String orderStatus(Order order) {
        return send(request(storefront("/api/orders/" + order.id())).GET()).text("status");
    }

    Answer createIntent(Order order, String... headers) {
        return createIntent(order.token(), order.createIntentBody(), headers);
    }

    Answer createIntent(String token, String body, String... headers) {
        return post("/api/payments/create-intent", token, body, headers);
    }

    Answer confirm(Order order, String intentId, String paymentMethod, String... headers) {
        return post(
                "/api/payments/confirm",
                order.token(),
                "{\"intentId\": \"%s\", \"paymentMethodId\": \"%s\"}".formatted(intentId, paymentMethod),
                headers);
    }

    Answer get(String path, String token) {
        return send(authorized(path, token).GET());
    }

    Answer post(String path, String token, String body, String... headers) {
        HttpRequest.Builder request = authorized(path, token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(json(body)));
    }

    /** As Stripe delivers an event, signed at the given time. */
    Answer webhook(String body, String secret, Instant at) {
        String time = Long.toString(at.getEpochSecond());
        return webhook(body, "t=" + time + ",v1=" + hmac(secret, time + "." + body));
    }

    Answer webhook(String body, String... signatureHeader) {
        HttpRequest.Builder request = request(ingress("/api/payments/webhook"));
        for (String value : signatureHeader) {
            request.header("Stripe-Signature", value);
        }
        return send(request.POST(json(body)));
    }

    /** Live changes, each as its data, until the stream is canceled. */
    CompletableFuture<HttpResponse<Void>> events(Order order, String intentId, Consumer<JsonNode> reader) {
        HttpRequest request = HttpRequest.newBuilder(ingress("/api/payments/" + intentId + "/events"))
                .header("Authorization", "Bearer " + order.token())
                .header("Accept", "text/event-stream")
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new LineReader(line -> {
            if (line.startsWith("data:")) {
                reader.accept(JSON.readTree(line.substring("data:".length())));
            }
        })));
    }

    Map<String, String> row(String sql, String... parameters) {
        try (Connection connection = database();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                Map<String, String> columns = new HashMap<>();
                if (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.put(row.getMetaData().getColumnLabel(i), row.getString(i));
                    }
                }
                return columns;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a fault, or somebody with a tool for databases, does to a row. */
    void spoil(String sql, String... parameters) {
        try (Connection connection = database();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection database() throws SQLException {
        String url = settings.getOrDefault(
                "MYSQL_URL", "jdbc:mysql://127.0.0.1:" + settings.get("MYSQL_PORT") + "/" + DatabaseAddress.NAME);
        return DriverManager.getConnection(
                url, settings.getOrDefault("MYSQL_USER", "root"), settings.getOrDefault("MYSQL_PASSWORD", "none"));
    }

    private URI ingress(String path) {
        return URI.create("http://127.0.0.1:" + settings.get("INGRESS_PORT") + path);
    }

    private URI storefront(String path) {
        return URI.create("http://127.0.0.1:" + settings.get("STOREFRONT_PORT") + path);
    }

    private HttpRequest.Builder authorized(String path, String token) {
        HttpRequest.Builder request = request(ingress(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher json(String body) {
        return HttpRequest.BodyPublishers.ofString(body);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(response.statusCode(), response, json ? JSON.readTree(response.body()) : JSON.nullNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record LineReader(Consumer<String> reader) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            reader.accept(line);
        }

        @Override
        public void onError(Throwable broken) {
            // the test sees what is missing
        }

        @Override
        public void onComplete() {
            // ditto
        }
    }
}
