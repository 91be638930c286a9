package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The backfill as operations call it. */
class BackfillApiIT extends ReconcileIT {

    private static final String SIGNED_IN =
            "Basic " + Base64.getEncoder().encodeToString("ops:only-for-tests".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void runsOnDemandAndCounts() throws Exception {
        SHOP.pay(SHOP.intent(newOrder(), 4999), "pm_card_visa");

        HttpResponse<String> answer = post("{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"rescued\":", "\"seen\":", "\"coveredUntil\":\"2");
        assertThat(answer.body()).doesNotContain("\"rescued\":0");
        HttpResponse<String> state = http.send(request().GET().build(), BodyHandlers.ofString());
        assertThat(state.body()).contains("\"lastCompletedAt\":\"2");
    }

    @Test
    void looksBackAsFarAsAsked() throws Exception {
        HttpResponse<String> answer =
                post("{\"since\": \"%s\"}".formatted(Instant.now().minus(Duration.ofDays(20))));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(post("{\"since\": \"2020-01-01T00:00:00Z\"}").body()).contains("\"code\":\"invalid_since\"");
        assertThat(post("{\"since\": \"yesterday\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhenStripeIsAway() throws Exception {
        SHOP.stripe().knobs().errors(503, 1);

        HttpResponse<String> answer = post("{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"stripe_unavailable\"");
    }

    @Test
    void isForOperationsOnly() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(
                request()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(address()).header("Authorization", SIGNED_IN);
    }

    private URI address() {
        return URI.create("http://localhost:" + port + "/ops/api/backfill");
    }
}
