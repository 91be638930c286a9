package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verifyNoInteractions;

import com.moxton.payments.ingress.webhook.Webhooks;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What no honest caller sends. Nothing of it gets in, and nothing of it is our failure. */
@ExtendWith(OutputCaptureExtension.class)
class HostileHttpTest extends IngressHttpTest {
    private static final byte[] BODY = Webhooks.event("evt_1", "pi_1");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/payments/../payments/pi_1",
                "/api/payments/%2e%2e/payments/pi_1",
                "/api/payments/..;/pi_1",
                "/api/payments;/pi_1",
                "//api/payments/pi_1",
                "/api/payments/pi_1%2f..%2fpi_2",
                "/api/payments/pi_1%00",
                "/api/payments/pi_1%0d%0aX: y",
                "/api/payments/pi_1\\..\\pi_2",
                "/API/payments/pi_1",
                "/api/payments/webhook/",
                "/api/payments/Webhook",
                "/api/payments/webhook%2f",
                "/api/payments/webhook/../pi_1",
                "/actuator/../api/payments/pi_1",
                "/actuator/health/../env",
                "/actuator/health/..;/env",
                "/actuator/health/%2e%2e/env",
                "/actuator/prometheus/../heapdump",
                "/actuator/prometheus%2f..%2fenv",
                "/actuator;/env",
                "/error/../actuator/env",
                "/.well-known/../api/payments/pi_1",
                "/.well-known/..;/actuator/env",
                "http://localhost/actuator/env",
                "http://localhost/api/payments/pi_1",
                "http://evil.example/../actuator/env"
            })
    void doesNotLetPathsLeadAroundItsChecks(String path) throws Exception {
        for (String method : new String[] {"GET", "POST", "PUT", "OPTIONS", "HEAD"}) {
            String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n");

            assertThat(status(answer)).as("%s %s", method, path).isBetween(400, 499);
        }
        verifyNoInteractions(requestPublisher, webhookPublisher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TRACE", "TRACK", "CONNECT", "PROPFIND", "post", "PoSt", "DELETE", "PATCH", "PUT", "X", "OPTIONS"
            })
    void knowsItsMethodsAlone(String method) throws Exception {
        String answer = raw(method + " /api/payments/webhook HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: POST\r\n"
                + "Stripe-Signature: " + Webhooks.signature(BODY, WEBHOOK_SECRET) + "\r\nContent-Length: " + BODY.length
                + "\r\nConnection: close\r\n\r\n" + new String(BODY, StandardCharsets.ISO_8859_1));

        assertThat(status(answer)).isIn(400, 405, 501, 200);
        verifyNoInteractions(webhookPublisher);
    }

    @Test
    void speaksHttp10AndAbsoluteAddresses() throws Exception {
        assertThat(status(raw(webhook("POST /api/payments/webhook HTTP/1.0", "Content-Length: " + BODY.length))))
                .isEqualTo(200);
        String answer = raw(webhook(
                "POST http://evil.example/api/payments/webhook HTTP/1.1",
                "Host: evil.example\r\nConnection: close\r\nContent-Length: " + BODY.length));
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).doesNotContain("evil");
    }

    /** A proxy may see two requests where we see one, or one where we see two: such a connection ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nContent-Length: 40",
                "Content-Length: 4, 40",
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                "Content-Length: -1",
                "Content-Length: +4",
                "Content-Length: 0x4",
                "Content-Length: 4 4",
                "Content-Length: 99999999999999999999",
                "Content-Length: ",
                "X: y\r\n Transfer-Encoding: chunked",
                "X: y\nTransfer-Encoding: chunked"
            })
    void seesNoSecondRequestInTheFirst(String length) throws Exception {
        String answer = raw("POST /api/payments/webhook HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n"
                + "0\r\n\r\nGET /actuator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(STATUS.matcher(answer).results().map(result -> Integer.parseInt(result.group(1))))
                .isNotEmpty()
                .allMatch(status -> status >= 400 && status < 500 || status == 501);
    }

    @Test
    void boundsTheNumberOfHeaders() throws Exception {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            headers.append('h').append(i).append(": x\r\n");
        }

        assertThat(status(raw("GET /actuator/health HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")))
                .isBetween(400, 499);
    }

    @Test
    void refusesATokenThatIsTooLongForTheServer() throws Exception {
        String huge = Tokens.of(Map.of("sub", "u1", "groups", "g".repeat(100_000)));

        assertThat(status(raw(
                        "GET /api/payments/pi_1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + huge + "\r\n\r\n")))
                .isBetween(400, 499);
    }

    /** Spring's FormContentFilter would read it, all of it, and before the token is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void readsNoFormBeforeItKnowsWhoSendsIt(String method) throws Exception {
        HttpResponse<String> response = client().send(
                        request("/api/payments/pi_1")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .method(method, BodyPublishers.ofInputStream(EndlessForm::new))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void letsNothingForgedIntoItsLog(CapturedOutput output) throws Exception {
        String forged = "o1\\nERROR forged line\\u2028\\u001b[31m";
        send(request("/api/payments/create-intent", "u1\nforged user")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"orderId\":\"" + forged + "\",\"amount\":1}")));
        send(request("/api/payments/create-intent", "u1\nforged user")
                .header("Content-Type", "application/json")
                .header("traceparent", "forged")
                .header("Request-Id", "forged")
                .header("X-Request-Id", "forged")
                .header("User-Agent", "forged")
                .POST(BodyPublishers.ofString("{\"orderId\":\"o1\",\"amount\":1}")));
        send(request("/api/payments/pi_1%0aforged", "u1"));
        send(request("/api/payments/requests/forged%0d%0aforged", "u1"));
        send(request("/forged%0aforged"));
        byte[] event = new String(BODY, StandardCharsets.UTF_8)
                .replace("evt_1", "evt_1\\nforged")
                .getBytes(StandardCharsets.UTF_8);
        send(request("/api/payments/webhook")
                .header("Stripe-Signature", Webhooks.signature(event, WEBHOOK_SECRET))
                .POST(BodyPublishers.ofByteArray(event)));
        send(request("/api/payments/webhook")
                .header("Stripe-Signature", "t=1,v1=forged")
                .POST(BodyPublishers.ofByteArray("{\"id\":\"forged\"}".getBytes(StandardCharsets.UTF_8))));
        assertThat(status(raw("GET /forged\u0001 HTTP/1.1\r\nHost: forged\r\n\r\n")))
                .isEqualTo(400);

        assertThat(output.getAll()).doesNotContain("forged").doesNotContain("\u001b[31m");
    }

    private static String webhook(String line, String headers) {
        return line + "\r\nStripe-Signature: " + Webhooks.signature(BODY, WEBHOOK_SECRET) + "\r\n" + headers
                + "\r\n\r\n" + new String(BODY, StandardCharsets.ISO_8859_1);
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** A form that never ends; its sender stops when the connection does. */
    private static final class EndlessForm extends java.io.InputStream {
        @Override
        public int read() {
            return 'a';
        }
    }
}
