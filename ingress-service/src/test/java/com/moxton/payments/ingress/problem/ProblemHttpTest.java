package com.moxton.payments.ingress.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;

import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every error of every layer, as a caller sees it. */
class ProblemHttpTest extends IngressHttpTest {
    private static final String CREATE = "/api/payments/create-intent";
    private static final String JSON = "application/json";

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/payments/create-intent, 405, method_not_allowed",
        "DELETE, /api/payments/pi_1,          405, method_not_allowed",
        "GET,    /api/payments/nothing,       404, not_found",
        "GET,    /api/payments/requests,      404, not_found",
        "GET,    /api,                        404, not_found",
        "GET,    /nothing,                    404, not_found",
        "GET,    /error,                      404, not_found",
        "GET,    /.well-known/oauth-protected-resource, 404, not_found",
        "GET,    /actuator/env,               403, forbidden",
        "GET,    /actuator,                   403, forbidden",
        "POST,   /actuator/health,            405, method_not_allowed",
        "GET,    /api//payments,              400, invalid_request",
        "GET,    /api/payments;x=1/pi_1,      400, invalid_request",
        "FOO,    /api/payments/pi_1,          400, invalid_request",
        "GET,    /api/payments/requests/x,    404, request_not_found",
        "GET,    /api/payments/pi_1%20x,      404, payment_not_found"
    })
    void namesWhatIsNotThere(String method, String path, int status, String code) throws Exception {
        assertProblem(send(request(path, "u1").method(method, BodyPublishers.noBody())), status, code);
    }

    @Test
    void saysWhatMethodsThereAre() throws Exception {
        assertThat(send(request(CREATE, "u1").GET()).headers().firstValue("Allow"))
                .contains("POST");
    }

    @Test
    void refusesOtherMediaTypes() throws Exception {
        assertProblem(send(post("x").header("Content-Type", "text/plain")), 415, "unsupported_media_type");
        assertProblem(send(post("x")), 415, "unsupported_media_type");
        assertProblem(send(post("x").header("Content-Type", "/")), 415, "unsupported_media_type");
    }

    @Test
    void saysSoAlsoToThoseWhoAcceptOnlyImages() throws Exception {
        assertProblem(
                send(post("{}").header("Content-Type", JSON).header("Accept", "image/png")), 406, "not_acceptable");
        assertProblem(send(request("/api/payments/pi_1/events", "u1").header("Accept", JSON)), 406, "not_acceptable");
        assertProblem(
                send(request("/api/payments/pi_1/events", "u1").header("Accept", "text/event-stream")),
                503,
                "unavailable");
    }

    @Test
    void boundsBodies() throws Exception {
        assertProblem(
                send(post("{\"orderId\":\"" + "x".repeat(20_000)).header("Content-Type", JSON)), 413, "body_too_large");
    }

    @Test
    void asksForAToken() throws Exception {
        HttpResponse<String> response = send(request("/api/payments/pi_1"));

        assertProblem(response, 401, "unauthorized");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"payments\"");
    }

    @Test
    void refusesTokensThatAreNotValidWithoutSayingWhy() throws Exception {
        long now = Instant.now().getEpochSecond();
        assertInvalidToken("nonsense");
        assertInvalidToken("a.b.c");
        assertInvalidToken(Tokens.of("u1", Duration.ofHours(-1)));
        assertInvalidToken(Tokens.signed(
                Map.of("alg", "HS256"),
                Map.of("sub", "u1"),
                Tokens.hmac("another secret of 32 bytes or more".getBytes())));
        assertInvalidToken(
                Tokens.signed(Map.of("alg", "HS384"), Map.of("sub", "u1"), Tokens.hmac(Tokens.SECRET.getBytes())));
        assertInvalidToken(Tokens.of(Map.of("exp", now + 60)));
        assertInvalidToken(Tokens.of(Map.of("sub", " ")));
        assertInvalidToken(Tokens.of(Map.of("sub", "u".repeat(256))));
        assertInvalidToken(Tokens.of(Map.of("sub", "u1", "nbf", now + 3600)));
        // alg: none
        assertInvalidToken("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.");
    }

    private void assertInvalidToken(String token) throws Exception {
        HttpResponse<String> response = send(request("/api/payments/pi_1").header("Authorization", "Bearer " + token));

        assertProblem(response, 401, "unauthorized");
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"payments\", error=\"invalid_token\"");
        assertThat(response.body()).doesNotContain(token);
    }

    @Test
    void takesNoTokenFromTheAddress() throws Exception {
        assertProblem(send(request("/api/payments/pi_1?access_token=" + Tokens.of("u1"))), 401, "unauthorized");
    }

    @Test
    void letsPagesOfKnownOriginsCall() throws Exception {
        HttpResponse<String> preflight = send(request(CREATE)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,idempotency-key,prefer,content-type"));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");

        HttpResponse<String> call = send(request("/api/payments/pi_1").header("Origin", "https://shop.example"));
        assertProblem(call, 401, "unauthorized");
        assertThat(call.headers().firstValue("Access-Control-Allow-Origin")).isPresent();
        assertThat(call.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("Location", "Retry-After", "Request-Id");
    }

    @Test
    void refusesPagesOfOtherOrigins() throws Exception {
        assertProblem(
                send(request("/api/payments/pi_1", "u1").header("Origin", "https://evil.example")), 403, "forbidden");
        assertProblem(
                send(request(CREATE)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", "https://evil.example")
                        .header("Access-Control-Request-Method", "POST")),
                403,
                "forbidden");
    }

    @Test
    void neverShowsAnExceptionsMessage() throws Exception {
        doThrow(new IllegalStateException("secret words"))
                .when(requestPublisher)
                .publish(any());

        HttpResponse<String> response = send(request("/api/payments/pi_1", "u1"));

        assertProblem(response, 500, "internal_error");
        assertThat(response.body()).doesNotContain("secret words").doesNotContain("IllegalState");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /a b c HTTP/1.1       | Host: x                   | 400
                    GET /{x} HTTP/1.1         | Host: x                   | 400
                    GET / HTTP/1.1            | X: y                      | 400
                    GET / HTTP/9.1            | Host: x                   | 505
                    TRACE / HTTP/1.1          | Host: x                   | 405
                    nonsense                  | Host: x                   | 400
                    GET /%zz HTTP/1.1         | Host: x                   | 400
                    POST / HTTP/1.1           | Transfer-Encoding: none  | 501
                    """)
    void speaksSoAlsoWhereTheServerAnswersByItself(String line, String header, int status) throws Exception {
        assertRawProblem(raw(line + "\r\n" + header + "\r\nConnection: close\r\n\r\n"), status);
    }

    @Test
    void speaksSoWhenHeadersAreTooLarge() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");

        assertRawProblem(answer, Integer.parseInt(answer.substring(9, 12)));
    }

    @Test
    void speaksSoWhenAChunkIsBroken() throws Exception {
        assertRawProblem(
                raw("POST /api/payments/webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), 400);
    }

    private static void assertRawProblem(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("Content-Type: application/problem+json");
        assertMembers(new JsonMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4)), status);
    }

    private HttpRequest.Builder post(String body) {
        return request(CREATE, "u1").POST(BodyPublishers.ofString(body));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(response);
        assertMembers(problem, status);
        assertThat(problem.get("code").stringValue()).isEqualTo(code);
        assertThat(response.headers().firstValue("Request-Id"))
                .contains(problem.get("requestId").stringValue());
    }

    private static void assertMembers(JsonNode problem, int status) {
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("type").stringValue())
                .isEqualTo("urn:moxton:payments:problem:" + problem.get("code").stringValue());
        assertThat(problem.get("title").stringValue()).isNotBlank();
        assertThat(problem.get("detail").stringValue()).isNotBlank();
        assertThat(UUID.fromString(problem.get("requestId").stringValue())).isNotNull();
    }
}
