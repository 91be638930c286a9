package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.moxton.payments.worker.WorkerIT;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

class OpsSecurityIT extends WorkerIT {

    private static final String SECRET = "only-for-tests-only-for-tests-32";

    @LocalServerPort
    private int port;

    @Autowired
    private SignInAttempts attempts;

    /** All tests come from one address, and share its count. */
    @BeforeEach
    @AfterEach
    void forgetWrongPasswords() {
        for (String address : List.of("127.0.0.1", "0:0:0:0:0:0:0:1")) {
            attempts.succeeded(address);
        }
    }

    @Test
    void slowsDownWhoeverGuessesThePasswordAtTheApi() throws Exception {
        for (int i = 0; i < SignInAttempts.FREE; i++) {
            assertThat(get("/ops/api/replays", basic("ops", "guess-" + i)).statusCode())
                    .isEqualTo(401);
        }
        for (int i = 0; i < 10; i++) {
            attempts.failed("127.0.0.1");
        }
        for (String path : List.of("/ops/api/replays", "/actuator/info", "/actuator/health")) {
            HttpResponse<String> slowed = get(path, basic("ops", "only-for-tests"));
            assertThat(slowed.statusCode()).as(path).isEqualTo(429);
            assertThat(slowed.body()).contains("\"code\":\"too_many_failures\"");
            assertThat(slowed.headers().firstValue("Retry-After"))
                    .hasValueSatisfying(seconds -> assertThat(seconds).matches("[56]\\d"));
        }
        assertThat(get("/ops/api/replays", token("payments:ops", SECRET)).statusCode())
                .isEqualTo(200);
        assertThat(get("/actuator/health", null).statusCode()).isIn(200, 503);
    }

    @Test
    void countsEachWrongPasswordOfAScriptOnceAndARightOneDoesNotClearIt() throws Exception {
        get("/ops/api/replays", basic("ops", "wrong"));
        assertThat(get("/ops/api/replays", basic("ops", "only-for-tests")).statusCode())
                .isEqualTo(200);
        get("/ops/api/replays", null);
        get("/ops/api/replays", "Bearer nonsense");
        assertThat(attempts.failed("127.0.0.1")).isEqualTo(2);
    }

    @Test
    void keepsTheListOfPartsBehindTheSignIn() throws Exception {
        assumeThat(getClass().getResource("/META-INF/sbom/application.cdx.json"))
                .as("Maven's offline mode makes none")
                .isNotNull();
        assertThat(get("/actuator/sbom/application", null).statusCode()).isEqualTo(401);
        assertThat(get("/actuator/sbom/application", basic("ops", "only-for-tests"))
                        .body())
                .contains("\"bomFormat\"", "CycloneDX", "stripe-java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/../ops/api/replays",
                "/actuator/health/../../ops/api/replays",
                "/actuator/health/%2e%2e/%2e%2e/ops/api/replays",
                "/actuator/health/..;/..;/ops/api/replays",
                "/actuator/health%2f..%2f..%2fops/api/replays",
                "//ops/api/replays",
                "/ops/api/replays;a=b",
                "/webjars/../ops/api/replays",
                "/webjars/..%2f..%2fapplication.yml",
                "/console.css/../application.yml",
                "/icon-x.svg/..%5c..%5capplication.yml"
            })
    void givesNothingAwayUnderAnAddressThatGoesUpOrAround(String path) throws Exception {
        String answer = raw(path);
        assertThat(answer).matches("(?s)HTTP/1.1 (302|400|401|404) .*");
        assertThat(answer).doesNotContain("datasource", "\"mode\"", "[]");
    }

    /** As it is: a client of Java's would tidy the address up. */
    private String raw(String path) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void probesNeedNoSignIn(String path) throws Exception {
        HttpResponse<String> response = get(path, null);
        assertThat(response.statusCode()).isIn(200, 503);
        assertThat(response.body()).contains("status").doesNotContain("eventConsumer");
    }

    @Test
    void scrapersNeedNoSignIn() throws Exception {
        HttpResponse<String> response = get("/actuator/prometheus", null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("payments_events_newest_age_seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ops/api", "/ops/api/anything", "/actuator", "/actuator/info", "/actuator/env"})
    void everythingElseNeedsSignIn(String path) throws Exception {
        assertThat(get(path, null).statusCode()).isEqualTo(401);
        assertThat(get(path, basic("ops", "wrong")).statusCode()).isEqualTo(401);
        assertThat(get(path, basic("user", "only-for-tests")).statusCode()).isEqualTo(401);
        assertThat(get(path, "Bearer nonsense").statusCode()).isEqualTo(401);
        assertThat(get(path, token("payments:read", SECRET)).statusCode()).isEqualTo(403);
        assertThat(get(path, token("payments:ops", SECRET.replace('o', '0'))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusalsAreProblems() throws Exception {
        for (String authorization : new @Nullable String[] {null, basic("ops", "wrong"), "Bearer nonsense"}) {
            HttpResponse<String> refused = get("/ops/api/replays", authorization);
            assertThat(refused.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(refused.body()).contains("\"status\":401", "\"code\":\"unauthorized\"");
        }
        assertThat(get("/ops/api/replays", token("payments:read", SECRET)).body())
                .contains("\"status\":403", "\"code\":\"forbidden\"");
    }

    @Test
    void operatorsSignInWithPasswordOrToken() throws Exception {
        assertThat(get("/actuator/info", basic("ops", "only-for-tests")).statusCode())
                .isEqualTo(200);
        assertThat(get("/actuator/info", token("payments:ops", SECRET)).statusCode())
                .isEqualTo(200);
        assertThat(get("/actuator/health", basic("ops", "only-for-tests")).body())
                .contains("eventConsumer");
    }

    private HttpResponse<String> get(String path, @Nullable String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String token(String scope, String secret) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject("ann")
                        .claim("scope", scope)
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .build());
        jwt.sign(new MACSigner(secret));
        return "Bearer " + jwt.serialize();
    }
}
