package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.Money;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.knob.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the watch is told of calls over real HTTP. */
class StripeCallWatchTest {
    private static final String CREATE = "POST /v1/payment_intents";
    private static StripeSimulator simulator;
    private static JdkStripeHttpClient http;

    private final StripeParts parts =
            new StripeParts(http, "sk_test_watch", simulator.baseUrl(), new SimpleMeterRegistry(), 3, 1_000_000);

    @BeforeAll
    static void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults());
        http = new JdkStripeHttpClient(Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        http.close();
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.knobs().reset();
    }

    @Test
    void hearsWhomACallWasFor() {
        StripeAnswer answer = CallOrigin.request("r-2", () -> parts.gateway().create(intent("watch-1")));

        StripeCall call = calls().getFirst();
        assertThat(call.operation()).isEqualTo("create");
        assertThat(call.outcome()).isEqualTo("answered");
        assertThat(call.intentId()).isEqualTo(answer.intent().intentId());
        assertThat(call.paymentId()).isEqualTo("watch-1");
        assertThat(call.orderId()).isEqualTo("o-1");
        assertThat(call.requestId()).isEqualTo("r-2");
        assertThat(call.httpStatus()).isEqualTo(200);
        assertThat(call.stripeRequestId()).startsWith("req_");
        assertThat(call.duration()).isPositive();
        assertThat(call.toString()).doesNotContain("_secret_");
    }

    @Test
    void hearsOfEachAttempt() {
        simulator.failNext(CREATE, new Fault.Fails(503), 1);

        parts.gateway().create(intent("watch-2"));

        assertThat(calls()).extracting(StripeCall::outcome).containsExactly("away", "answered");
        assertThat(calls()).extracting(StripeCall::attempt).containsExactly(1, 2);
        assertThat(calls().getFirst().httpStatus()).isEqualTo(503);
        assertThat(calls().getFirst().requestId()).isNull();
    }

    @Test
    void hearsOfCallsWithoutAnAnswer() {
        assertThatThrownBy(() -> parts.gateway().retrieve("pi_none")).isInstanceOf(StripeInvalidRequestException.class);
        StripeParts nobody = new StripeParts(http, "sk_test_1", "http://127.0.0.1:9", new SimpleMeterRegistry());
        assertThatThrownBy(() -> nobody.gateway().retrieve("pi_1")).isInstanceOf(StripeUnavailableException.class);

        assertThat(calls().getFirst().outcome()).isEqualTo("invalid_request");
        assertThat(calls().getFirst().intentId()).isEqualTo("pi_none");
        StripeCall lost = nobody.made.element();
        assertThat(lost.outcome()).isEqualTo("away");
        assertThat(lost.stripeRequestId()).isNull();
    }

    @Test
    void hearsWhatTheBreakerHeldBack() {
        StripeParts open = new StripeParts(http, "sk_test_1", "http://127.0.0.1:9", new SimpleMeterRegistry(), 1, 1);
        assertThatThrownBy(() -> open.gateway().retrieve("pi_1")).isInstanceOf(StripeUnavailableException.class);
        assertThatThrownBy(() -> open.gateway().retrieve("pi_1")).isInstanceOf(StripeUnavailableException.class);

        assertThat(open.made).extracting(StripeCall::outcome).containsExactly("away", "breaker_open");
        assertThat(List.copyOf(open.made).getLast().duration()).isZero();
    }

    private List<StripeCall> calls() {
        return List.copyOf(parts.made);
    }

    private static IntentToCreate intent(String key) {
        return new IntentToCreate(
                key,
                new Money(new BigDecimal("49.99"), "usd"),
                Map.of("order_id", "o-1", "payment_id", key, "request_id", "r-1"));
    }
}
