package com.moxton.payments.ingress;

import static com.moxton.payments.ingress.IngressInstance.PATIENCE;
import static com.moxton.payments.ingress.IngressInstance.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import com.moxton.payments.testing.RestartableKafka;
import com.moxton.payments.testing.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IntentIT {
    private final String kafka = TestServers.kafkaBootstrapServers();
    private final String order = UUID.randomUUID().toString().replace("-", "");

    @Test
    void answersWithTheReply() throws Exception {
        try (IngressInstance ingress = IngressInstance.startReady(kafka);
                TestWorker worker = new TestWorker(kafka)) {
            HttpResponse<String> created = send(ingress.create(order, "u1"));
            assertThat(created.statusCode()).isEqualTo(200);
            assertThat(created.body()).contains("\"clientSecret\":\"pi_" + order + "_secret\"");

            HttpResponse<String> confirmed = send(ingress.request("/api/payments/confirm", "u1")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"intentId\":\"pi_" + order + "\"}")));
            assertThat(confirmed.body()).isEqualTo("{\"intentId\":\"pi_" + order + "\",\"status\":\"succeeded\"}");

            HttpResponse<String> found = send(ingress.request("/api/payments/pi_" + order, "u1"));
            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(found.body()).contains("\"orderId\":\"order-pi_" + order + "\"", "\"amount\":49.99,");
        }
    }

    @Test
    void answersOnAnyInstanceAndAfterARestart() throws Exception {
        String location;
        try (IngressInstance asked = IngressInstance.startReady(kafka);
                IngressInstance other = IngressInstance.startReady(kafka);
                TestWorker worker = new TestWorker(kafka)) {
            worker.hold();
            HttpResponse<String> pending = send(asked.create(order, "u1").header("Prefer", "respond-async"));
            assertThat(pending.statusCode()).isEqualTo(202);
            location = pending.headers().firstValue("Location").orElseThrow();
            assertThat(send(other.request(location, "u1")).statusCode()).isEqualTo(202);

            worker.answer(seen(worker, location));

            for (IngressInstance instance : List.of(asked, other)) {
                assertAnswered(send(instance.request(location, "u1").header("Prefer", "wait=30")));
                assertThat(send(instance.request(location, "u2")).statusCode()).isEqualTo(404);
            }
        }
        // Nobody who saw the request or the reply is left.
        try (IngressInstance restarted = IngressInstance.startReady(kafka)) {
            assertAnswered(send(restarted.request(location, "u1")));
            assertThat(send(restarted.request(location, "u2")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void servesHundredsWhoWaitAtTheSameTime() throws Exception {
        try (IngressInstance ingress =
                        IngressInstance.startReady(kafka, "--payments.overload.requests-in-flight-per-user=300");
                TestWorker worker = new TestWorker(kafka)) {
            worker.hold();
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                waiting.add(IngressInstance.client()
                        .sendAsync(
                                ingress.create(order + i, "u1")
                                        .header("Prefer", "wait=30")
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            await().atMost(PATIENCE).until(() -> worker.count() == 300);

            worker.answerAll();

            for (CompletableFuture<HttpResponse<String>> answer : waiting) {
                assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void goesOnAfterARecordThatIsNoReplyAndAfterABrokersRestart() throws Exception {
        try (RestartableKafka broker = RestartableKafka.start();
                IngressInstance ingress = IngressInstance.startReady(broker.bootstrapServers());
                TestWorker worker = new TestWorker(broker.bootstrapServers())) {
            worker.publish(Topic.PAYMENT_REPLIES, "nonsense", "{".getBytes());
            assertThat(send(ingress.create(order, "u1")).statusCode()).isEqualTo(200);

            broker.stop();
            ingress.awaitReadiness(503);
            broker.restart();
            ingress.awaitReadiness(200);

            assertThat(send(ingress.create(order, "u1").header("Prefer", "wait=30"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsWaitersGoWhenItStops() throws Exception {
        IngressInstance ingress = IngressInstance.startReady(kafka);
        try (TestWorker worker = new TestWorker(kafka)) {
            worker.hold();
            CompletableFuture<HttpResponse<String>> waiting = IngressInstance.client()
                    .sendAsync(
                            ingress.create(order, "u1")
                                    .header("Prefer", "wait=30")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            await().atMost(PATIENCE).until(() -> worker.count() == 1);

            ingress.close();

            // Were it to wait its 30 seconds out, the server would have been stopped before.
            assertThat(waiting.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        }
    }

    private static PaymentRequest.FromUser seen(TestWorker worker, String location) {
        String id = location.substring(location.lastIndexOf('/') + 1);
        return await().atMost(PATIENCE).until(() -> worker.seen(id), request -> request != null);
    }

    private void assertAnswered(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonMapper()
                        .readTree(response.body())
                        .get("clientSecret")
                        .stringValue())
                .isEqualTo("pi_" + order + "_secret");
    }
}
