package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class IntentHttpTest extends IngressHttpTest {
    private static final String ORDER =
            "{\"orderId\":\"o1\",\"amount\":49.99,\"currency\":\"USD\",\"metadata\":{\"cart\":\"c1\"}}";

    @Autowired
    private ApplicationContext context;

    private FakeWorker worker;

    @BeforeEach
    void prepare() {
        worker = new FakeWorker(context, requestPublisher);
    }

    @Test
    void createsAnIntent() throws Exception {
        worker.answering(requestPublisher, request -> created(request, null));

        HttpResponse<String> response = send(create("u1")
                .header("Idempotency-Key", "k1")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).propertyNames())
                .containsExactlyInAnyOrder("clientSecret", "intentId", "paymentId", "requestId", "status");
        assertThat(json(response).get("clientSecret").stringValue()).isEqualTo("pi_1_secret");
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");

        var record = worker.record();
        assertThat(record.topic()).isEqualTo("payment.requests");
        assertThat(record.key()).isEqualTo("o1");
        assertThat(record.headers().lastHeader("traceparent")).isNotNull();
        PaymentRequest.CreateIntent request = (PaymentRequest.CreateIntent) FakeWorker.request(record);
        assertThat(new String(record.headers().lastHeader("request-id").value(), StandardCharsets.UTF_8))
                .isEqualTo(request.requestId())
                .isEqualTo(json(response).get("requestId").stringValue())
                .isEqualTo(response.headers().firstValue("Request-Id").orElseThrow());
        assertThat(request)
                .returns("u1", PaymentRequest.CreateIntent::userId)
                .returns(new BigDecimal("49.99"), PaymentRequest.CreateIntent::amount)
                .returns("usd", PaymentRequest.CreateIntent::currency)
                .returns(Map.of("cart", "c1"), PaymentRequest.CreateIntent::metadata)
                .returns("k1", PaymentRequest.CreateIntent::idempotencyKey);
    }

    @Test
    void confirmsAnIntent() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.IntentConfirmed(
                        request.requestId(), request.userId(), null, "pi_1", "succeeded", null, null));

        HttpResponse<String> response = send(request("/api/payments/confirm", "u1")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("{\"intentId\":\"pi_1\",\"paymentMethodId\":\"pm_card_visa\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"intentId\":\"pi_1\",\"status\":\"succeeded\"}");
        assertThat(worker.record().key()).isEqualTo("pi_1");
    }

    @Test
    void readsAPayment() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.PaymentFound(
                        request.requestId(),
                        request.userId(),
                        new PaymentUpdate(
                                "p1",
                                "o1",
                                "pi_1",
                                new BigDecimal("49.9900"),
                                "usd",
                                "requires_payment_method",
                                "payment_failed",
                                new PaymentError("card_declined", "lost_card", "No."),
                                2,
                                Instant.parse("2026-11-23T12:00:00Z"))));

        HttpResponse<String> response = send(request("/api/payments/pi_1", "u1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"intentId\":\"pi_1\",\"paymentId\":\"p1\",\"orderId\":\"o1\",\"amount\":49.99,"
                        + "\"currency\":\"usd\",\"status\":\"requires_payment_method\","
                        + "\"orderStatus\":\"payment_failed\",\"lastError\":{\"code\":\"card_declined\","
                        + "\"declineCode\":\"lost_card\",\"message\":\"No.\"},\"updatedAt\":\"2026-11-23T12:00:00Z\"}");
    }

    @Test
    void answersLaterWhenTheReplyIsNotThereInTime() throws Exception {
        HttpResponse<String> pending = send(create("u1"));

        assertThat(pending.statusCode()).isEqualTo(202);
        String location = pending.headers().firstValue("Location").orElseThrow();
        assertThat(pending.headers().firstValue("Retry-After")).contains("1");
        assertThat(json(pending).get("status").stringValue()).isEqualTo("pending");
        assertThat(send(request(location, "u1")).statusCode()).isEqualTo(202);
        assertThat(send(request(location, "u2")).statusCode()).isEqualTo(404);

        worker.reply(created(asked(), null));

        HttpResponse<String> answer = send(request(location, "u1"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("clientSecret").stringValue()).isEqualTo("pi_1_secret");
        HttpResponse<String> stranger = send(request(location, "u2"));
        assertThat(stranger.statusCode()).isEqualTo(404);
        assertThat(stranger.body()).doesNotContain("secret");
    }

    @Test
    void waitsAsLongAsTheCallerPrefers() throws Exception {
        HttpResponse<String> async = send(create("u1").header("Prefer", "respond-async"));
        assertThat(async.statusCode()).isEqualTo(202);
        assertThat(async.headers().firstValue("Preference-Applied")).contains("respond-async");

        String location = async.headers().firstValue("Location").orElseThrow();
        CompletableFuture<HttpResponse<String>> poll = client().sendAsync(
                        request(location, "u1").header("Prefer", "wait=1000").build(),
                        HttpResponse.BodyHandlers.ofString());
        ReplyBook book = context.getBean(ReplyBook.class);
        org.awaitility.Awaitility.await().until(() -> book.waiting() == 1);
        worker.reply(created(asked(), null));

        HttpResponse<String> answer = poll.get(30, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=2");
    }

    @Test
    void saysWhenAnAnswerIsARepetition() throws Exception {
        worker.answering(requestPublisher, request -> created(request, "01a20927-7532-70dd-a50c-1963af024961"));

        HttpResponse<String> response = send(create("u1").header("Idempotency-Key", "k1"));

        assertThat(response.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(json(response).get("requestId").stringValue()).isEqualTo("01a20927-7532-70dd-a50c-1963af024961");
    }

    @Test
    void passesRefusalsOnAsProblems() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.Refused(
                        request.requestId(),
                        request.userId(),
                        null,
                        Refusal.CARD_DECLINED,
                        "The card was declined.",
                        new PaymentError("card_declined", "insufficient_funds", "Too little."),
                        null));

        HttpResponse<String> response = send(create("u1"));

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("code").stringValue()).isEqualTo("card_declined");
        assertThat(json(response).get("declineCode").stringValue()).isEqualTo("insufficient_funds");
        assertThat(json(response).get("requestId").stringValue())
                .isEqualTo(response.headers().firstValue("Request-Id").orElseThrow());
    }

    @Test
    void answers503WhenKafkaDoesNotTakeTheRequest() throws Exception {
        doThrow(mock(NotAcknowledgedException.class)).when(requestPublisher).publish(any());

        HttpResponse<String> response = send(create("u1"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response).get("code").stringValue()).isEqualTo("unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void refusesAKeyThatIsNone() throws Exception {
        HttpResponse<String> response = send(create("u1").header("Idempotency-Key", "k".repeat(256)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("code").stringValue()).isEqualTo("idempotency_key_invalid");
    }

    @Test
    void namesWhatIsWrongWithABody() throws Exception {
        HttpResponse<String> response = send(request("/api/payments/create-intent", "u1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"orderId\":\"o1\",\"amount\":1e999999999}")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("errors").get(0).get("pointer").stringValue())
                .isEqualTo("/amount");
    }

    @Test
    void sendsCustomersBackToKnownOriginsOnly() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.IntentConfirmed(
                        request.requestId(), request.userId(), null, "pi_1", "succeeded", null, null));

        HttpResponse<String> refused = send(confirm("https://evil.example/"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("errors").get(0).get("pointer").stringValue())
                .isEqualTo("/returnUrl");
        assertThat(refused.body()).doesNotContain("evil");
        assertThat(send(confirm("https://shop.example/back?order=o1")).statusCode())
                .isEqualTo(200);
        assertThat(((PaymentRequest.Confirm) asked()).returnUrl()).isEqualTo("https://shop.example/back?order=o1");
    }

    private HttpRequest.Builder confirm(String returnUrl) {
        return request("/api/payments/confirm", "u1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"intentId\":\"pi_1\",\"returnUrl\":\"%s\"}".formatted(returnUrl)));
    }

    /** Whether it exists is nobody else's business: the answers are those for what doesn't. */
    @Test
    void tellsAStrangerNothing() throws Exception {
        worker.answering(requestPublisher, request -> {
            Refusal none = request instanceof PaymentRequest.CreateIntent
                    ? Refusal.ORDER_NOT_FOUND
                    : Refusal.PAYMENT_NOT_FOUND;
            return new PaymentReply.Refused(request.requestId(), request.userId(), null, none, "None.", null, null);
        });

        assertThat(send(create("u2")).statusCode()).isEqualTo(404);
        assertThat(send(confirm("https://shop.example/")).statusCode()).isEqualTo(404);
        assertThat(send(request("/api/payments/pi_1", "u2")).statusCode()).isEqualTo(404);
    }

    /** Were a reply ever keyed by another request's id, its secret would still not go to the wrong user. */
    @Test
    void keepsAReplyForTheUserItNames() throws Exception {
        worker.answering(
                requestPublisher,
                request -> new PaymentReply.IntentCreated(
                        request.requestId(), "u1", null, "pi_1", "p1", "s", new ClientSecret("pi_1_secret")));

        HttpResponse<String> response = send(create("u2"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void numbersThatAreBombsAreRefusedAtOnce() throws Exception {
        for (String amount : List.of(
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e99999999999999999999",
                "9".repeat(2000),
                "0." + "0".repeat(2000) + "1",
                "NaN",
                "Infinity",
                "\"49.99\"",
                "0x10",
                "[1]",
                "{}")) {
            HttpResponse<String> response = send(request("/api/payments/create-intent", "u1")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"orderId\":\"o1\",\"amount\":%s}".formatted(amount))));

            assertThat(response.statusCode()).as(amount).isEqualTo(400);
        }
    }

    private PaymentRequest.FromUser asked() throws InterruptedException {
        return (PaymentRequest.FromUser) FakeWorker.request(worker.record());
    }

    private HttpRequest.Builder create(String user) {
        return request("/api/payments/create-intent", user)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ORDER));
    }

    private static PaymentReply created(PaymentRequest.FromUser request, String replayedFrom) {
        return new PaymentReply.IntentCreated(
                request.requestId(),
                request.userId(),
                replayedFrom,
                "pi_1",
                "p1",
                "requires_payment_method",
                new ClientSecret("pi_1_secret"));
    }
}
