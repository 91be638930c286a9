package com.moxton.payments.simulator;

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
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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

    private PaymentIntent create(String orderId) throws StripeException {
        return stripe.v1().paymentIntents().create(order(orderId).build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
