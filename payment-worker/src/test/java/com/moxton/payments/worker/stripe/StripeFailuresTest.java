package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.moxton.payments.worker.stripe.StripeUnavailableException.Reason;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Answers that no simulator gives: from proxies, in halves, from the future. */
class StripeFailuresTest {
    private HttpServer server;
    private JdkStripeHttpClient http;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private StripeGateway stripe;
    private StripeEventLog events;
    private int status = 200;
    private String body = "";
    private Map<String, String> headers = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        http = new JdkStripeHttpClient(Duration.ofSeconds(2), Duration.ofSeconds(10));
        StripeParts parts = new StripeParts(
                http, "sk_test_1", "http://127.0.0.1:" + server.getAddress().getPort(), registry);
        stripe = parts.gateway();
        events = parts.eventLog();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private <E extends Throwable> E failing(Class<E> type, int status, String body) {
        this.status = status;
        this.body = body;
        E failure = catchThrowableOfType(type, () -> stripe.retrieve("pi_1"));
        assertThat(failure).isInstanceOf(type);
        return failure;
    }

    @Test
    void takesAPageOfAProxyForUnavailable() {
        failing(StripeUnavailableException.class, 404, "<html>no such host</html>");
        failing(StripeUnavailableException.class, 502, "<html>bad gateway</html>");
        failing(StripeUnavailableException.class, 200, "<html>sign in to the hotel's network</html>");
        failing(StripeUnavailableException.class, 200, "{\"id\": \"pi_1\", \"object\": \"payment_intent\"}");
    }

    @Test
    void obeysStripeWhenItAsksNotToRepeat() {
        headers = Map.of("Stripe-Should-Retry", "false");

        assertThat(failing(StripeUnavailableException.class, 500, "{\"error\": {\"type\": \"api_error\"}}")
                        .worthRepeating())
                .isFalse();
    }

    /** Retry now, with the same key: these are repeated, and only the first kind speaks against Stripe. */
    @ParameterizedTest
    @CsvSource({"409, UNDER_WAY", "429, TOO_FAST", "500, AWAY", "502, AWAY", "503, AWAY", "529, AWAY"})
    void repeatsWhatMayPass(int status, Reason reason) {
        StripeUnavailableException failure =
                failing(StripeUnavailableException.class, status, "{\"error\": {\"type\": \"api_error\"}}");

        assertThat(failure.worthRepeating()).isTrue();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(measured(reason.name().toLowerCase(Locale.ROOT))).isPositive();
    }

    /** Give up with a clear answer; the next try needs a new key. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void givesUpWhatIsWrong(int status) {
        failing(StripeInvalidRequestException.class, status, "{\"error\": {\"type\": \"invalid_request_error\"}}");

        assertThat(measured("invalid_request")).isEqualTo(1);
    }

    /** Page a human: an ERROR line, and a counter to alert on. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void needsAPersonForRefusedKeysAndPermissions(int status) {
        Logger logger = (Logger) LoggerFactory.getLogger(StripeCalls.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            StripeCredentialsException refused = failing(
                    StripeCredentialsException.class,
                    status,
                    "{\"error\": {\"type\": \"invalid_request_error\", \"message\": \"Invalid API Key: sk_test_1\"}}");

            assertThat(refused).hasMessageNotContaining("sk_test");
            assertThat(lines.list).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                assertThat(line.getFormattedMessage()).contains("a person has to act");
                assertThat(line.getKeyValuePairs().toString())
                        .contains("status=\"" + status + '"')
                        .doesNotContain("sk_test");
            });
            assertThat(registry.counter("payments.stripe.key.refused").count()).isEqualTo(1);
            // The backfill may be the only one whose permission is missing.
            assertThatThrownBy(() -> events.page(
                            new StripeEventLog.Query(Instant.EPOCH, Instant.EPOCH, List.of("payment_intent.*"), null)))
                    .isInstanceOf(StripeCredentialsException.class);
            assertThat(registry.counter("payments.stripe.key.refused").count()).isEqualTo(2);
        } finally {
            logger.detachAppender(lines);
        }
    }

    private long measured(String outcome) {
        return registry.get("payments.stripe.call")
                .tag("call", "retrieve")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void readsACardErrorWhateverItsIntentLooksLike() {
        StripeCardException declined = failing(
                StripeCardException.class,
                402,
                "{\"error\": {\"type\": \"card_error\", \"code\": \"expired_card\", \"payment_intent\": {\"id\": 7}}}");

        assertThat(declined.error().code()).isEqualTo("expired_card");
        assertThat(declined.answer()).isNull();
    }
}
