package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One way for all calls: what the gateway suffers the backfill's listing does too, and the other way round. */
class StripeCallsTest {
    private static final String LIST_EVENTS = "GET /v1/events";
    private static final int ATTEMPTS = 3;

    private final StripeSimulator simulator = StripeSimulator.start(SimulatorSettings.defaults());
    private final JdkStripeHttpClient http = new JdkStripeHttpClient(Duration.ofSeconds(2), Duration.ofSeconds(30));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StripeParts parts =
            new StripeParts(http, "sk_test_1", simulator.baseUrl(), registry, ATTEMPTS, ATTEMPTS);
    private final StripeEventLog events = parts.eventLog();

    @AfterEach
    void stop() {
        http.close();
        simulator.close();
    }

    private StripeEventLog.Page page() {
        Instant now = Instant.now();
        return events.page(new StripeEventLog.Query(now.minusSeconds(60), now, List.of("payment_intent.*"), null));
    }

    private double counted(String meter, String tag, String value) {
        return registry.counter(meter, tag, value).count();
    }

    @Test
    void repeatsAListingOfEvents() {
        simulator.failNext(LIST_EVENTS, new Fault.DropsBefore());

        assertThat(page().events()).isEmpty();

        assertThat(simulator.calls().count(LIST_EVENTS)).isEqualTo(2);
        assertThat(counted("payments.stripe.retries", "call", "list_events")).isEqualTo(1);
        assertThat(registry.get("payments.stripe.call")
                        .tags("call", "list_events", "outcome", "answered")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void opensOneBreakerForAllCalls() {
        simulator.failNext(LIST_EVENTS, new Fault.Fails(503), ATTEMPTS);
        assertThatThrownBy(this::page).isInstanceOf(StripeUnavailableException.class);

        assertThatThrownBy(() -> parts.gateway().retrieve("pi_1"))
                .isInstanceOfSatisfying(
                        StripeUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BREAKER_OPEN));
        assertThatThrownBy(this::page).isInstanceOf(StripeUnavailableException.class);

        assertThat(simulator.calls().count(LIST_EVENTS)).isEqualTo(ATTEMPTS);
        assertThat(simulator.calls().count("GET /v1/payment_intents/{id}")).isZero();
        assertThat(counted("payments.stripe.withheld", "reason", "breaker_open"))
                .as("withheld, and not repeated")
                .isEqualTo(2);
    }
}
