package com.moxton.payments.ingress;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One running ingress, as {@code java -jar} starts it; a test may have several. */
final class IngressInstance implements AutoCloseable {
    static final String WEBHOOK_SECRET = "whsec_it";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final int port;

    private IngressInstance(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Returns when it is ready. */
    static IngressInstance startReady(String kafka, String... settings) {
        IngressInstance instance = start(kafka, settings);
        instance.awaitReadiness(200);
        return instance;
    }

    /** Returns when it answers HTTP, ready or not. */
    static IngressInstance start(String kafka, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.register-shutdown-hook=false",
                "--server.tomcat.mbeanregistry.enabled=false",
                "--KAFKA_BOOTSTRAP_SERVERS=" + kafka,
                "--STRIPE_WEBHOOK_SECRET=" + WEBHOOK_SECRET,
                "--JWT_SECRET=" + Tokens.SECRET,
                "--payments.kafka.probe-interval=200ms",
                "--payments.kafka.retry-pause=200ms"));
        all.addAll(List.of(settings));
        return new IngressInstance(
                new SpringApplicationBuilder(IngressApplication.class).run(all.toArray(String[]::new)));
    }

    HttpRequest.Builder request(String path, String user) {
        return request(path).header("Authorization", "Bearer " + Tokens.of(user));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    HttpRequest.Builder create(String orderId, String user) {
        return request("/api/payments/create-intent", user)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"orderId\":\"%s\",\"amount\":49.99}".formatted(orderId)));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpClient client() {
        return CLIENT;
    }

    int status(String path) throws IOException, InterruptedException {
        return send(request(path)).statusCode();
    }

    void awaitReadiness(int status) {
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == status);
    }

    @Override
    public void close() {
        context.close();
    }
}
