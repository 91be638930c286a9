package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that no simulator gives: from proxies, in halves, from the future. */
class StripeFailuresTest {
    private HttpServer server;
    private JdkStripeHttpClient http;
    private StripeGateway stripe;
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
        StripeClient client = StripeClient.builder()
                .setApiKey("sk_test_1")
                .setApiBase("http://127.0.0.1:" + server.getAddress().getPort())
                .setMaxNetworkRetries(0)
                .setHttpClient(http)
                .build();
        stripe = new StripeJavaGateway(
                client, StripeSettings.AllowRedirects.ALWAYS, new AnswerReader(Clock.systemUTC()));
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

    @Test
    void needsAPersonForRefusedKeysAndPermissions() {
        String error =
                "{\"error\": {\"type\": \"invalid_request_error\", \"message\": \"Invalid API Key: sk_test_1\"}}";

        assertThat(failing(StripeCredentialsException.class, 401, error)).hasMessageNotContaining("sk_test");
        failing(StripeCredentialsException.class, 403, error);
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
