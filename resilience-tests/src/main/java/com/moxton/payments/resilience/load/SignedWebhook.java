package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.parts.Balancer;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.Secrets;
import com.moxton.payments.simulator.event.WebhookSignature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A webhook of a test's own, beside Stripe's: of a type that no payment depends on, so that it may be refused. */
public final class SignedWebhook {

    /** Of the event's id. One that was refused may be stored all the same, when the acknowledgement came too late. */
    public static final String ID_PREFIX = "evt_ofatest";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SignedWebhook() {}

    /** @param status 0 when there was no answer */
    public record Answer(int status, Duration took) {}

    public static Answer send(Balancer balancer) throws InterruptedException {
        String eventId = ID_PREFIX + Long.toString(System.nanoTime(), 36);
        byte[] body = """
                {"id": "%s", "object": "event", "type": "customer.created", "created": %d, "livemode": false,
                 "api_version": "2026-07-29.dahlia", "data": {"object": {"id": "cus_1", "object": "customer"}}}
                """.formatted(eventId, Instant.now().getEpochSecond()).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(balancer.uri(Installation.WEBHOOK_PATH))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(
                        "Stripe-Signature",
                        WebhookSignature.header(body, Instant.now().getEpochSecond(), List.of(Secrets.WEBHOOK)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        long began = System.nanoTime();
        int status;
        try {
            status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            status = 0;
        }
        return new Answer(status, Duration.ofNanos(System.nanoTime() - began));
    }
}
