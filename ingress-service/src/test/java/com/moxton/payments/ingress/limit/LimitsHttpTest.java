package com.moxton.payments.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.webhook.Webhooks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** Limits so low that a test meets them. Each test has users and addresses of its own. */
@TestPropertySource(
        properties = {
            "payments.limits.create-intents-per-minute=3",
            "payments.limits.confirms-per-minute=2",
            "payments.limits.reads-per-minute=4",
            "payments.limits.unverified-webhooks-per-minute=5",
            "payments.overload.webhooks-in-flight=2",
            "payments.overload.requests-in-flight=3",
            "payments.overload.requests-in-flight-per-user=2",
            "payments.overload.bodies=1MB",
            "payments.overload.body-time=1s",
            "payments.webhook.max-body=2MB",
            "server.tomcat.connection-timeout=1s",
            "server.forward-headers-strategy=native"
        })
@ExtendWith(OutputCaptureExtension.class)
class LimitsHttpTest extends IngressHttpTest {
    private static final byte[] BODY = Webhooks.event("evt_1", "pi_1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private MeterRegistry meters;

    @Test
    void boundsEachUsersCreateIntents() throws Exception {
        assertBounded(3, () -> create("creator").header("Prefer", "respond-async"), 202);
        assertThat(send(create("another").header("Prefer", "respond-async")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void boundsEachUsersConfirms() throws Exception {
        assertBounded(
                2,
                () -> request("/api/payments/confirm", "confirmer")
                        .header("Content-Type", "application/json")
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString("{\"intentId\":\"pi_1\"}")),
                202);
    }

    @Test
    void boundsEachUsersReads() throws Exception {
        assertBounded(4, () -> request("/api/payments/pi_1", "reader").header("Prefer", "respond-async"), 202);
        assertTooMany(send(request("/api/payments/pi_1/events", "reader")));
        assertTooMany(send(request("/api/payments/requests/x", "reader")));
    }

    @Test
    void answersTooManyFailuresOfOneAddressMoreCheaplyAndWithoutALine(CapturedOutput output) throws Exception {
        assertBounded(5, () -> webhook("whsec_other", "198.51.100.1"), 400);
        int lines = lines(output);

        assertTooMany(send(webhook("whsec_other", "198.51.100.1")));

        assertThat(lines(output)).isEqualTo(lines);
        assertThat(send(webhook("whsec_other", "198.51.100.2")).statusCode()).isEqualTo(400);
    }

    @Test
    void neverRefusesStripeForTheFailuresOfItsAddress() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(webhook("whsec_other", "198.51.100.3"));
        }
        assertTooMany(send(webhook("whsec_other", "198.51.100.3")));

        for (int i = 0; i < 50; i++) {
            assertThat(send(webhook(WEBHOOK_SECRET, "198.51.100.3")).statusCode())
                    .isEqualTo(200);
        }
        assertTooMany(send(webhook("whsec_other", "198.51.100.3")));
    }

    @Test
    void doesNotBelieveWhatACallerSaysOfItsAddress() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(webhook("whsec_other", "203.0.113." + i + ", 198.51.100.4"));
        }

        assertTooMany(send(webhook("whsec_other", "203.0.113.99, 198.51.100.4")));
    }

    @Test
    void boundsWebhooksInFlightAndRecovers() throws Exception {
        try (Held held = hold(webhookPublisher)) {
            held.add(webhook(WEBHOOK_SECRET, "198.51.100.5"));
            held.add(webhook(WEBHOOK_SECRET, "198.51.100.5"));

            for (int i = 0; i < 20; i++) {
                HttpResponse<String> surplus = send(webhook(WEBHOOK_SECRET, "198.51.100.5"));
                assertThat(surplus.statusCode()).isEqualTo(503);
                assertThat(json(surplus).get("code").stringValue()).isEqualTo("unavailable");
                assertThat(surplus.headers().firstValue("Retry-After")).isPresent();
            }
        }
        await().atMost(PATIENCE)
                .until(() -> send(webhook(WEBHOOK_SECRET, "198.51.100.5")).statusCode() == 200);
    }

    @Test
    void boundsCallsInFlight() throws Exception {
        try (Held held = hold(requestPublisher)) {
            for (String user : List.of("waiter1", "waiter2", "waiter3")) {
                held.add(request("/api/payments/pi_1", user));
            }

            HttpResponse<String> surplus = send(create("waiter4"));

            assertThat(surplus.statusCode()).isEqualTo(503);
            assertThat(json(surplus).get("code").stringValue()).isEqualTo("unavailable");
            assertThat(surplus.headers().firstValue("Retry-After")).isPresent();
        }
        // An answer is read a moment before its call is over.
        await().atMost(PATIENCE)
                .until(() -> send(request("/api/payments/pi_1", "waiter" + System.nanoTime()))
                                .statusCode()
                        == 202);
    }

    @Test
    void leavesRoomForOthersWhenOneUserWaits() throws Exception {
        double before = refused("user-in-flight");
        try (Held held = hold(requestPublisher)) {
            held.add(request("/api/payments/pi_1", "patient"));
            held.add(request("/api/payments/pi_1", "patient"));

            assertTooMany(send(create("patient")));

            assertThat(refused("user-in-flight")).isEqualTo(before + 1);
            held.add(request("/api/payments/pi_1", "impatient"));
        }
    }

    @Test
    void boundsTheMemoryOfBodies() throws Exception {
        byte[] body = new byte[1_500_000];

        HttpResponse<String> response = send(webhook(WEBHOOK_SECRET, "198.51.100.6", body));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(send(webhook(WEBHOOK_SECRET, "198.51.100.6")).statusCode()).isEqualTo(200);
    }

    @Test
    void givesUpOnABodyThatStandsStill() throws Exception {
        Instant begin = Instant.now();

        String answer = slowly("198.51.100.8", output -> {});

        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
        verify(webhookPublisher, never()).publish(any());
    }

    @Test
    void givesUpOnABodyThatTrickles() throws Exception {
        Instant begin = Instant.now();

        String answer = slowly("198.51.100.9", output -> {
            output.write('x');
            output.flush();
        });

        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    /** Neither takes a slot: two are all there are. */
    @Test
    void isNotHeldUpByBodiesThatNeverArrive() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                stalled.add(beginWebhook("198.51.100.7"));
            }

            assertThat(send(webhook(WEBHOOK_SECRET, "198.51.100.7")).statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private interface Trickle {
        void drop(OutputStream output) throws IOException;
    }

    private Socket beginWebhook(String from) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("POST /api/payments/webhook HTTP/1.1\r\nHost: x\r\nStripe-Signature: t=1,v1=0\r\n"
                                + "X-Forwarded-For: " + from + "\r\nContent-Length: 10000\r\n\r\n{\"id\":")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private String slowly(String from, Trickle trickle) throws IOException {
        try (Socket socket = beginWebhook(from);
                ScheduledExecutorService tap = Executors.newSingleThreadScheduledExecutor()) {
            // Ends by itself with the connection: then it throws.
            tap.scheduleAtFixedRate(
                    () -> {
                        try {
                            trickle.drop(socket.getOutputStream());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    100,
                    100,
                    TimeUnit.MILLISECONDS);
            byte[] head = socket.getInputStream().readNBytes(12);
            tap.shutdownNow();
            return new String(head, StandardCharsets.US_ASCII);
        }
    }

    private Held hold(DurablePublisher publisher) {
        return new Held(publisher);
    }

    /** Calls that are under way until this is closed: Kafka takes its time. */
    private static final class Held implements AutoCloseable {
        private final CountDownLatch kafka = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();
        private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        Held(DurablePublisher publisher) {
            doAnswer(call -> {
                        waiting.incrementAndGet();
                        return kafka.await(30, TimeUnit.SECONDS);
                    })
                    .when(publisher)
                    .publish(any());
        }

        /** Returns when the call is under way. */
        void add(HttpRequest.Builder call) {
            int before = waiting.get();
            answers.add(client().sendAsync(call.build(), HttpResponse.BodyHandlers.ofString()));
            await().atMost(PATIENCE).until(() -> waiting.get() > before);
        }

        /** Returns when all are answered, and none of them badly. */
        @Override
        public void close() throws Exception {
            kafka.countDown();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isIn(200, 202);
            }
        }
    }

    private double refused(String limit) {
        Counter counter =
                meters.find("payments.ingress.refused").tag("limit", limit).counter();
        return counter == null ? 0 : counter.count();
    }

    private interface Call {
        HttpRequest.Builder next();
    }

    private void assertBounded(int limit, Call call, int status) throws Exception {
        for (int i = 0; i < limit; i++) {
            assertThat(send(call.next()).statusCode()).isEqualTo(status);
        }
        assertTooMany(send(call.next()));
    }

    private static void assertTooMany(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("code").stringValue()).isEqualTo("too_many_requests");
        assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
    }

    private static int lines(CapturedOutput output) {
        return (int) output.getAll().lines().count();
    }

    private HttpRequest.Builder create(String user) {
        return request("/api/payments/create-intent", user)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"orderId\":\"o1\",\"amount\":49.99}"));
    }

    private HttpRequest.Builder webhook(String secret, String from) {
        return webhook(secret, from, BODY);
    }

    private HttpRequest.Builder webhook(String secret, String from, byte[] body) {
        return request("/api/payments/webhook")
                .header("X-Forwarded-For", from)
                .header("Stripe-Signature", Webhooks.signature(body, secret))
                .POST(BodyPublishers.ofByteArray(body));
    }
}
