package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.kafka.NotAcknowledgedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;

class WebhookHttpTest extends IngressHttpTest {
    private static final byte[] BODY = Webhooks.event("evt_1", "pi_1");

    @Autowired
    private MeterRegistry meters;

    @Test
    void publishesTheBodyByteForByte() throws Exception {
        HttpResponse<String> response = send(post(BODY, Webhooks.signature(BODY, WEBHOOK_SECRET))
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"received\":true}");
        ProducerRecord<String, byte[]> record = published();
        assertThat(record.key()).isEqualTo("pi_1");
        assertThat(record.value()).isEqualTo(BODY);
        assertThat(new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .startsWith("00-0af7651916cd43dd8448eb211c80319c");
        assertThat(new String(record.headers().lastHeader("request-id").value(), StandardCharsets.US_ASCII))
                .isEqualTo(response.headers().firstValue("Request-Id").orElseThrow());
        assertThat(new String(record.headers().lastHeader("source").value(), StandardCharsets.US_ASCII))
                .isEqualTo("webhook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "nonsense"})
    void caresForTheBytesAndNotForTheirType(String type) throws Exception {
        byte[] body = Webhooks.event("evt_a%3D=&b=c", "pi_1");

        HttpResponse<String> response =
                send(post(body, Webhooks.signature(body, "whsec_next")).header("Content-Type", type));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(published().value()).isEqualTo(body);
    }

    @Test
    void isNotDisturbedByATokenOrAnAcceptHeader() throws Exception {
        HttpResponse<String> response = send(post(BODY, Webhooks.signature(BODY, WEBHOOK_SECRET))
                .header("Authorization", "Bearer nonsense")
                .header("Accept", "image/png"));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void DURABLE_BEFORE_ACK_answers503WhenKafkaDoesNotAcknowledge() throws Exception {
        NotAcknowledgedException failure = mock(NotAcknowledgedException.class);
        doThrow(failure).when(webhookPublisher).publish(any());

        HttpResponse<String> response = send(post(BODY, Webhooks.signature(BODY, WEBHOOK_SECRET)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertProblem(response, "unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void refusesWhatStripeDidNotSign() throws Exception {
        assertRefused(send(post(BODY, Webhooks.signature(BODY, "whsec_other"))), 400, "signature_mismatch");
        assertRefused(
                send(post(
                        BODY,
                        Webhooks.signature(BODY, WEBHOOK_SECRET, Instant.now().minusSeconds(400)))),
                400,
                "timestamp_out_of_tolerance");
        assertRefused(
                send(post(
                        BODY,
                        Webhooks.signature(BODY, WEBHOOK_SECRET, Instant.now().plusSeconds(400)))),
                400,
                "timestamp_out_of_tolerance");
        assertRefused(send(post(BODY, "t=1,v1")), 400, "signature_malformed");
        assertRefused(
                send(request("/api/payments/webhook").POST(BodyPublishers.ofByteArray(BODY))),
                400,
                "signature_missing");
    }

    @Test
    void saysOnTheRecordWhoseEventItIs() throws Exception {
        assertThat(accountOf(BODY, WEBHOOK_SECRET)).isNull();
        assertThat(accountOf(BODY, "whsec_b")).isEqualTo("acct_b");
        assertThat(accountOf(naming("acct_b"), "whsec_b")).isEqualTo("acct_b");
        // Connect: the platform's endpoint hears of all its connected accounts.
        assertThat(accountOf(naming("acct_connected"), WEBHOOK_SECRET)).isEqualTo("acct_connected");
    }

    @Test
    void refusesAnEventThatNamesAnotherAccountThanItsSigners() throws Exception {
        byte[] body = naming("acct_b");

        assertRefused(send(post(body, Webhooks.signature(body, "whsec_a"))), 400, "signature_mismatch");
    }

    private static byte[] naming(String account) {
        return new String(BODY, StandardCharsets.UTF_8)
                .replace("{\"id\": \"evt", "{\"account\": \"%s\", \"id\": \"evt".formatted(account))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String accountOf(byte[] body, String secret) throws Exception {
        assertThat(send(post(body, Webhooks.signature(body, secret))).statusCode())
                .isEqualTo(200);
        var header = published().headers().lastHeader("stripe-account");
        clearInvocations(webhookPublisher);
        return header == null ? null : new String(header.value(), StandardCharsets.US_ASCII);
    }

    @Test
    void refusesSignedBodiesThatAreNoEvents() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

        assertRefused(send(post(body, Webhooks.signature(body, WEBHOOK_SECRET))), 400, "not_a_stripe_event");
        assertRefused(
                send(post(new byte[0], Webhooks.signature(new byte[0], WEBHOOK_SECRET))), 400, "not_a_stripe_event");
    }

    @Test
    void refusesSignedBodiesThatNoParserShouldMeet() throws Exception {
        String event = new String(BODY, StandardCharsets.UTF_8);
        for (String hostile : List.of(
                event.replace("1700000000", "1e999999999"),
                event.replace("1700000000", "9".repeat(2000)),
                event.replace("{\"id\"", "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",\"id\""),
                event.replace("{\"id\"", "{\"x\":" + "{\"y\":".repeat(5_000) + "1" + "}".repeat(5_000) + ",\"id\""),
                event + event,
                "\ufeff" + event.substring(0, event.length() - 1),
                "[" + event + "]")) {
            byte[] body = hostile.getBytes(StandardCharsets.UTF_8);
            assertRefused(send(post(body, Webhooks.signature(body, WEBHOOK_SECRET))), 400, "not_a_stripe_event");
        }
    }

    @Test
    void refusesInvalidUtf8WhereItReads() throws Exception {
        byte[] body = BODY.clone();
        // The first letter of the event's id.
        body[new String(BODY, StandardCharsets.US_ASCII).indexOf("evt_")] = (byte) 0xff;

        assertRefused(send(post(body, signature(body))), 400, "not_a_stripe_event");
    }

    /** Which of them counts is Stripe's affair, who signed it; that it is one event is ours. */
    @Test
    void takesADuplicatedMemberForOne() throws Exception {
        byte[] body = new String(BODY, StandardCharsets.UTF_8)
                .replace("{\"id\"", "{\"id\": \"evt_0\", \"id\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(send(post(body, Webhooks.signature(body, WEBHOOK_SECRET))).statusCode())
                .isEqualTo(200);

        assertThat(published().headers().headers("stripe-event-id")).hasSize(1);
        assertThat(new String(
                        published().headers().lastHeader("stripe-event-id").value(), StandardCharsets.US_ASCII))
                .isEqualTo("evt_1");
    }

    /** A bomb of zeros stays the few bytes that were sent. */
    @Test
    void unpacksNothing() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(BODY);
        }
        byte[] body = packed.toByteArray();

        assertRefused(send(post(body, signature(body)).header("Content-Encoding", "gzip")), 400, "not_a_stripe_event");
        assertRefused(
                send(post(body, Webhooks.signature(BODY, WEBHOOK_SECRET)).header("Content-Encoding", "gzip")),
                400,
                "signature_mismatch");
    }

    /** Within the tolerance a captured webhook can be sent again: it is the same event, which has one effect. */
    @Test
    void takesARepetitionForTheSameEvent() throws Exception {
        String signature = Webhooks.signature(BODY, WEBHOOK_SECRET);

        assertThat(send(post(BODY, signature)).statusCode()).isEqualTo(200);
        assertThat(send(post(BODY, signature)).statusCode()).isEqualTo(200);

        @SuppressWarnings("unchecked")
        ArgumentCaptor<ProducerRecord<String, byte[]>> records = ArgumentCaptor.forClass(ProducerRecord.class);
        verify(webhookPublisher, times(2)).publish(records.capture());
        assertThat(records.getAllValues())
                .allSatisfy(record -> assertThat(record.key()).isEqualTo("pi_1"))
                .allSatisfy(record -> assertThat(
                                record.headers().lastHeader("stripe-event-id").value())
                        .isEqualTo("evt_1".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesHeadersThatAreRepeatedOrEndless() throws Exception {
        String signature = Webhooks.signature(BODY, WEBHOOK_SECRET);

        assertRefused(send(post(BODY, signature).header("Stripe-Signature", signature)), 400, "signature_malformed");
        assertRefused(send(post(BODY, signature + (",v1=" + "0".repeat(64)).repeat(60))), 400, "signature_malformed");
        assertRefused(send(post(BODY, "v1=,".repeat(1500) + signature)), 400, "signature_malformed");
    }

    @Test
    void refusesBodiesThatAreTooLargeAlsoInChunks() throws Exception {
        byte[] large = new byte[64 * 1024 + 1];

        assertRefused(send(post(large, "t=1,v1=0")), 413, "body_too_large");
        assertRefused(
                send(request("/api/payments/webhook")
                        .header("Stripe-Signature", "t=1,v1=0")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3_000_000])))),
                413,
                "body_too_large");
    }

    @Test
    void takesABodyInChunks() throws Exception {
        HttpResponse<String> response = send(request("/api/payments/webhook")
                .header("Stripe-Signature", Webhooks.signature(BODY, WEBHOOK_SECRET))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(published().value()).isEqualTo(BODY);
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        byte[] body = new byte[64 * 1024];

        assertRefused(send(post(body, Webhooks.signature(body, WEBHOOK_SECRET))), 400, "not_a_stripe_event");
    }

    @Test
    void takesPostsOnly() throws Exception {
        HttpResponse<String> response = send(request("/api/payments/webhook").GET());

        assertRefused(response, 405, "method_not_allowed");
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void countsByOutcome() throws Exception {
        long before = count("signature_mismatch");

        send(post(BODY, Webhooks.signature(BODY, "whsec_other")));

        assertThat(count("signature_mismatch")).isEqualTo(before + 1);
    }

    private long count(String outcome) {
        var timer =
                meters.find("payments.ingress.webhooks").tag("outcome", outcome).timer();
        return timer == null ? 0 : timer.count();
    }

    private static String signature(byte[] body) {
        String now = Long.toString(Instant.now().getEpochSecond());
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(new SigningSecret(WEBHOOK_SECRET).sign(now, body));
    }

    private HttpRequest.Builder post(byte[] body, String signature) {
        return request("/api/payments/webhook")
                .header("Stripe-Signature", signature)
                .POST(BodyPublishers.ofByteArray(body));
    }

    private ProducerRecord<String, byte[]> published() {
        @SuppressWarnings("unchecked")
        ArgumentCaptor<ProducerRecord<String, byte[]>> record = ArgumentCaptor.forClass(ProducerRecord.class);
        verify(webhookPublisher).publish(record.capture());
        return record.getValue();
    }

    private void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertProblem(response, code);
        verifyNoInteractions(webhookPublisher);
    }

    private static void assertProblem(HttpResponse<String> response, String code) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response).get("code").stringValue()).isEqualTo(code);
    }
}
