package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.parts.Balancer;
import com.moxton.payments.resilience.parts.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a storefront's page, through the balancer. */
public final class Shop implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration TIMEOUT = Duration.ofSeconds(45);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Balancer balancer;

    public Shop(Balancer balancer) {
        this.balancer = balancer;
    }

    /**
     * @param status 0 when the connection broke or nothing came in time
     * @param json missing when the body is none
     * @param location of an answer that is still to come
     * @param byBalancer no instance of ingress gave this answer
     */
    public record Answer(
            int status, JsonNode json, @Nullable String location, boolean byBalancer, Duration took) {

        public String text(String member) {
            return json.path(member).asString("");
        }

        /** Worth another try: nobody has done it, or nobody knows. */
        public boolean isRefused() {
            return status == 0 || status == 429 || status >= 500;
        }

        /** This attempt has come to its end, and its answer is kept under its key. */
        public boolean wantsAnotherKey() {
            return json.has("retryable") && !json.path("retryable").asBoolean(true);
        }
    }

    /** Each order has a user of its own: what one user may ask is limited. */
    static String userOf(String orderId) {
        return "usr_of_" + orderId;
    }

    public Answer createIntent(String orderId, String amount, String idempotencyKey, String prefer) {
        return post(
                "/api/payments/create-intent",
                "{\"orderId\": \"%s\", \"amount\": %s, \"currency\": \"usd\"}".formatted(orderId, amount),
                orderId,
                idempotencyKey,
                prefer);
    }

    public Answer confirm(String orderId, String intentId, String paymentMethod, String idempotencyKey, String prefer) {
        return post(
                "/api/payments/confirm",
                "{\"intentId\": \"%s\", \"paymentMethodId\": \"%s\"}".formatted(intentId, paymentMethod),
                orderId,
                idempotencyKey,
                prefer);
    }

    /** The answer of an earlier call. */
    public Answer later(String orderId, String location) {
        return send(authorized(orderId, URI.create(location).getPath())
                .header("Prefer", "wait=5")
                .GET());
    }

    private Answer post(String path, String body, String orderId, String idempotencyKey, String prefer) {
        return send(authorized(orderId, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .header("Prefer", prefer)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder authorized(String orderId, String path) {
        return HttpRequest.newBuilder(balancer.uri(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + Secrets.tokenOf(userOf(orderId)));
    }

    private Answer send(HttpRequest.Builder request) {
        long began = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().startsWith("{") ? JSON.readTree(response.body()) : JSON.missingNode(),
                    response.headers().firstValue("Location").orElse(null),
                    response.headers().firstValue(Balancer.OWN_ANSWER).isPresent(),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            return new Answer(0, JSON.missingNode(), null, true, Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, JSON.missingNode(), null, true, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
