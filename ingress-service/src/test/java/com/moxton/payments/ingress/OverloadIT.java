package com.moxton.payments.ingress;

import static com.moxton.payments.ingress.IngressInstance.WEBHOOK_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.ingress.webhook.Webhooks;
import com.moxton.payments.testing.RestartableKafka;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** More than can be taken on, with a broker and without one. */
class OverloadIT {
    private static final int IN_FLIGHT = 20;
    private static final int SENT = 400;

    private record Answer(int status, Duration after) {}

    @Test
    void withoutKafkaTheSurplusIsRefusedAtOnceAndTheRestInTime() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start();
                IngressInstance ingress = IngressInstance.startReady(
                        kafka.bootstrapServers(),
                        "--payments.kafka.ack-timeout=2s",
                        "--payments.overload.webhooks-in-flight=" + IN_FLIGHT)) {
            assertThat(all(ingress, IN_FLIGHT)).allMatch(answer -> answer.status() == 200);

            kafka.stop();

            List<Answer> down = all(ingress, SENT);
            assertThat(down).allMatch(answer -> answer.status() == 503);
            // A machine with other work may take a second for four hundred answers; the acknowledgement's time is two.
            assertThat(down)
                    .allMatch(answer -> answer.after().compareTo(Duration.ofSeconds(12)) < 0)
                    .filteredOn(answer -> answer.after().compareTo(Duration.ofMillis(1900)) < 0)
                    .hasSizeGreaterThan(SENT / 2);

            kafka.restart();

            ingress.awaitReadiness(200);
            assertThat(all(ingress, IN_FLIGHT)).allMatch(answer -> answer.status() == 200);
        }
    }

    private static List<Answer> all(IngressInstance ingress, int count) throws Exception {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long sentAt = System.nanoTime();
            answers.add(IngressInstance.client()
                    .sendAsync(webhook(ingress, i).build(), HttpResponse.BodyHandlers.discarding())
                    .thenApply(response ->
                            new Answer(response.statusCode(), Duration.ofNanos(System.nanoTime() - sentAt))));
        }
        List<Answer> all = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            all.add(answer.get(60, TimeUnit.SECONDS));
        }
        return all;
    }

    private static HttpRequest.Builder webhook(IngressInstance ingress, int i) {
        byte[] body = Webhooks.event("evt_" + i, "pi_" + i);
        return ingress.request("/api/payments/webhook")
                .header("Stripe-Signature", Webhooks.signature(body, WEBHOOK_SECRET))
                .POST(BodyPublishers.ofByteArray(body));
    }
}
