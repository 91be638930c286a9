package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.moxton.payments.simulator.knob.Fault;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe on its worst day, by the knobs and over HTTP. */
class FaultContractTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String CREATE = "POST /v1/payment_intents";

    private StripeSimulator simulator;
    private StripeClient stripe;

    @BeforeEach
    void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults().withClock(() -> NOW));
        stripe = SimulatedStripe.client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void neverAnswersACallThatHangs() {
        simulator.failNext(CREATE, new Fault.Hangs());
        RequestOptions impatient = RequestOptions.builder().setReadTimeout(300).build();

        assertThatExceptionOfType(ApiConnectionException.class)
                .isThrownBy(
                        () -> stripe.v1().paymentIntents().create(order("o-1").build(), impatient));

        assertThat(simulator.intents()).hasSize(1);
    }

    @Test
    void failsTheShareOfCallsThatTheKnobSays() {
        simulator.knobs().errors(502, 1);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> create("o-1"))
                .satisfies(broken -> assertThat(broken.getStatusCode()).isEqualTo(502));
    }

    @Test
    void dropsConnections() throws StripeException {
        simulator.knobs().dropBefore(1);
        assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> create("o-1"));
        assertThat(simulator.intents()).isEmpty();

        simulator.knobs().dropBefore(0).dropAfter(1);
        assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> create("o-1"));
        assertThat(simulator.intents()).hasSize(1);

        simulator.knobs().reset();
        assertThat(create("o-2").getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void limitsTheCallsOfASecond() throws StripeException {
        simulator.knobs().requestsPerSecond(2);
        create("o-1");
        create("o-2");

        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> create("o-3"))
                .satisfies(limited -> assertThat(limited.getCode()).isEqualTo("rate_limit"));
    }

    @Test
    void datesItsAnswersByItsOwnClock() throws StripeException {
        simulator.knobs().clockOffset(Duration.ofHours(-5));

        PaymentIntent intent = create("o-1");

        String date = intent.getLastResponse().headers().firstValue("Date").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isEqualTo(NOW.minus(Duration.ofHours(5)));
        assertThat(intent.getCreated()).isEqualTo(NOW.minus(Duration.ofHours(5)).getEpochSecond());
    }

    @Test
    void turnsKnobsOverHttp() throws Exception {
        assertThat(post("/_simulator/knobs", """
                {"latency": "PT0.01S", "slowShare": 0.5, "slowLatency": 0.02, "errorShares": {"429": 1},
                 "webhooks": {"duplicateShare": 0.25, "hold": true, "shuffleWithin": "PT1S"}}""").statusCode()).isEqualTo(200);

        assertThat(simulator.knobs().latency()).isEqualTo(Duration.ofMillis(10));
        assertThat(simulator.knobs().slowLatency()).isEqualTo(Duration.ofMillis(20));
        assertThat(simulator.knobs().webhooks().held()).isTrue();
        assertThat(simulator.knobs().webhooks().duplicateShare()).isEqualTo(0.25);
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> create("o-1"));
        assertThat(send("DELETE", "/_simulator/knobs", "").body()).contains("\"errorShares\": {}");
    }

    @Test
    void namesTheKnobThatMakesNoSense() throws Exception {
        assertThat(post("/_simulator/knobs", "{\"latncy\": 1}").body()).contains("no such knob: latncy");
        assertThat(post("/_simulator/knobs", "{\"slowShare\": 2}").body())
                .contains("slowShare must lie between 0 and 1");
        assertThat(post("/_simulator/knobs", "nonsense").statusCode()).isEqualTo(400);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.knobs().errors(200, 1))
                .withMessageContaining("200");
    }

    @Test
    void plansFaultsAndShowsItsStateOverHttp() throws Exception {
        post(
                "/_simulator/faults",
                "{\"endpoint\": \"POST /v1/payment_intents\", \"kind\": \"error\", \"status\": 503}");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> create("o-1"));
        PaymentIntent intent = create("o-1");

        String state = send("GET", "/_simulator/state", "").body();

        assertThat(state)
                .contains(intent.getId(), "\"POST /v1/payment_intents\": 2", "\"status\": 503")
                .doesNotContain(intent.getClientSecret());
    }

    @Test
    void takesTheKeyByBearerOrBasicAndNothingElse() throws Exception {
        String basic = "Basic " + Base64.getEncoder().encodeToString("sk_test_1:".getBytes(StandardCharsets.UTF_8));
        assertThat(list(basic).statusCode()).isEqualTo(200);
        assertThat(list("Bearer sk_test_1").statusCode()).isEqualTo(200);

        HttpResponse<String> refused = list("Digest whatever");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body())
                .startsWith("{\n  \"error\": {\n")
                .contains("You did not provide an API key", "\"type\": \"invalid_request_error\"");
        assertThat(list("Bearer sk_test_").statusCode()).isEqualTo(200);
        assertThat(list("Bearer nonsense").body()).contains("Invalid API Key provided: ****");
    }

    @Test
    void saysThatAnAddressIsUnknown() throws Exception {
        HttpResponse<String> answer = send("GET", "/v1/nonsense", "", "Authorization", "Bearer sk_test_1");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("Unrecognized request URL (GET: /v1/nonsense)");
        assertThat(send("POST", "/_simulator/nonsense", "").statusCode()).isEqualTo(404);
    }

    @Test
    void settlesAuthenticatesAndResendsOverHttp() throws Exception {
        PaymentIntent slow = create("o-1");
        simulator.knobs().settleAfter(Duration.ofHours(1));
        stripe.v1().paymentIntents().confirm(slow.getId(), confirmWith("pm_usBankAccount_insufficientFunds"));
        assertThat(post("/_simulator/intents/%s/settle".formatted(slow.getId()), "")
                        .body())
                .contains("\"status\": \"requires_payment_method\"", "payment_method_provider_decline");
        PaymentIntent asked = create("o-2");
        stripe.v1().paymentIntents().confirm(asked.getId(), confirmWith("pm_card_authenticationRequired"));

        String path = "/_simulator/intents/%s/authenticate".formatted(asked.getId());
        assertThat(post(path, "{\"outcome\": \"perhaps\"}").statusCode()).isEqualTo(400);
        assertThat(post(path, "").body()).contains("\"status\": \"succeeded\"");
        assertThat(post(path, "").body()).contains("payment_intent_unexpected_state");
        assertThat(post(
                                "/_simulator/events/%s/resend"
                                        .formatted(simulator.events().getFirst().id()),
                                "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/_simulator/webhooks/release", "").body()).contains("\"released\": 0");
    }

    private HttpResponse<String> list(String authorization) throws Exception {
        return send("GET", "/v1/payment_intents", "", "Authorization", authorization);
    }

    private PaymentIntent create(String orderId) throws StripeException {
        return stripe.v1().paymentIntents().create(order(orderId).build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
