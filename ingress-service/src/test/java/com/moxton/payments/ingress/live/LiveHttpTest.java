package com.moxton.payments.ingress.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.when;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.Tokens;
import com.moxton.payments.ingress.intent.FakeWorker;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

class LiveHttpTest extends IngressHttpTest {
    private static final String EVENTS = "/api/payments/pi_1/events";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private LiveStreams streams;

    @MockitoBean
    private UpdatesReader updates;

    private FakeWorker worker;
    private final List<InputStream> open = new ArrayList<>();

    @BeforeEach
    void prepare() {
        when(updates.ready()).thenReturn(true);
        worker = new FakeWorker(context, requestPublisher);
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.PaymentFound(request.requestId(), request.userId(), update(3)));
    }

    @AfterEach
    void hangUp() throws Exception {
        for (InputStream stream : open) {
            stream.close();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> streams.count() == 0);
    }

    @Test
    void beginsWithThePresentStateAndSendsEveryChangeOnce() throws Exception {
        BufferedReader stream = follow("u1");
        assertThat(event(stream)).containsExactly("retry: 2000", "id: 3", "event: payment", data(3));

        streams.accept(record(2));
        streams.accept(record(3));
        streams.accept(record(4));
        streams.accept(record(4));
        streams.accept(record(6));

        assertThat(event(stream)).containsExactly("id: 4", "event: payment", data(4));
        assertThat(event(stream)).containsExactly("id: 6", "event: payment", data(6));
    }

    @Test
    void dropsWhatTheStateHeldAlready() throws Exception {
        // The update is published while the state is being read: the stream has subscribed before.
        worker.answering(requestPublisher, request -> {
            streams.accept(record(3));
            streams.accept(record(5));
            return new PaymentReply.PaymentFound(request.requestId(), request.userId(), update(4));
        });

        BufferedReader stream = follow("u1");

        assertThat(event(stream)).contains("id: 4");
        assertThat(event(stream)).contains("id: 5");
    }

    @Test
    void keepsTheConnectionAliveInSilence() throws Exception {
        BufferedReader stream = follow("u1");
        event(stream);

        assertThat(event(stream)).containsExactly(": heartbeat");
        assertThat(event(stream)).containsExactly(": heartbeat");
    }

    @Test
    void forgetsAReaderWhoHasGone() throws Exception {
        follow("u1");
        assertThat(streams.count()).isEqualTo(1);

        open.removeFirst().close();

        await().atMost(Duration.ofSeconds(30)).until(() -> streams.count() == 0);
    }

    @Test
    void endsWithItsToken() throws Exception {
        // Within the clock skew of a minute the token is still good: the stream that it opens isn't.
        HttpResponse<InputStream> response = client().send(
                        request(EVENTS)
                                .header("Authorization", "Bearer " + Tokens.of("u1", Duration.ofSeconds(-1)))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);

        String all = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(all).contains("id: 3").endsWith("\n\n");
    }

    @Test
    void isForThePaymentsOwnUser() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.Refused(
                        request.requestId(), request.userId(), null, Refusal.PAYMENT_NOT_FOUND, "None.", null, null));

        HttpResponse<String> response = send(request(EVENTS, "u2"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("code").stringValue()).isEqualTo("payment_not_found");
        assertThat(send(request("/api/payments/pi_1%20/events", "u2")).statusCode())
                .isEqualTo(404);
        assertThat(send(request(EVENTS)).statusCode()).isEqualTo(401);
    }

    @Test
    void boundsAUsersStreams() throws Exception {
        follow("u1");
        follow("u1");

        HttpResponse<String> response = send(request(EVENTS, "u1"));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(json(response).get("code").stringValue()).isEqualTo("too_many_streams");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        follow("u2");
    }

    @Test
    void doesNotBeginWithoutAState() throws Exception {
        worker.answering(requestPublisher, request -> null);
        assertThat(send(request(EVENTS, "u1")).statusCode()).isEqualTo(503);

        when(updates.ready()).thenReturn(false);
        assertThat(send(request(EVENTS, "u1")).statusCode()).isEqualTo(503);
        assertThat(streams.count()).isZero();
    }

    @Test
    void answersHeadWithoutAStream() throws Exception {
        HttpResponse<String> response = send(request(EVENTS, "u1").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
    }

    private BufferedReader follow(String user) throws Exception {
        HttpResponse<InputStream> response = client().send(
                        request(EVENTS, user)
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        open.add(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next block of lines, heartbeats left out unless they are all there is. */
    private static List<String> event(BufferedReader stream) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line = stream.readLine(); line != null && !line.isEmpty(); line = stream.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private static ConsumerRecord<String, byte[]> record(long version) {
        return new ConsumerRecord<>("payment.updates", 0, 0, "p1", EventJson.write(update(version)));
    }

    private static String data(long version) {
        return "data: {\"intentId\":\"pi_1\",\"paymentId\":\"p1\",\"orderId\":\"o1\",\"amount\":49.99,"
                + "\"currency\":\"usd\",\"status\":\"s%d\",\"orderStatus\":\"pending\",".formatted(version)
                + "\"updatedAt\":\"2026-11-23T12:00:00Z\"}";
    }

    private static PaymentUpdate update(long version) {
        return new PaymentUpdate(
                "p1",
                "o1",
                "pi_1",
                new BigDecimal("49.99"),
                "usd",
                "s" + version,
                "pending",
                null,
                version,
                Instant.parse("2026-11-23T12:00:00Z"));
    }
}
