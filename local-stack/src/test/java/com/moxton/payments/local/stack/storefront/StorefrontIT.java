package com.moxton.payments.local.stack.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.testing.TestDatabase;
import com.moxton.payments.testing.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The storefront's API as scripts use it, on a real database. */
@SpringBootTest(
        classes = StorefrontApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "storefront.ingress-url=http://localhost:8080",
            "storefront.simulator-url=http://localhost:12111",
            "storefront.jwt-secret=0123456789abcdef0123456789abcdef"
        })
class StorefrontIT {
    private static final TestDatabase DATABASE = TestServers.newDatabase();

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::url);
        properties.add("spring.datasource.username", DATABASE::user);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    @Test
    void placesAnOrderAndTellsItsState() throws Exception {
        makeTable();
        HttpResponse<String> placed = post("{\"amount\": 49.99, \"currency\": \"usd\", \"userId\": \"ada\"}");

        assertThat(placed.statusCode()).isEqualTo(201);
        JsonNode answer = JsonMapper.shared().readTree(placed.body());
        assertThat(answer.propertyNames()).containsExactly("orderId", "userId", "token");
        assertThat(answer.path("userId").asString()).isEqualTo("ada");
        String orderId = answer.path("orderId").asString();
        assertThat(get("/api/orders/" + orderId).body())
                .isEqualTo("{\"orderId\":\"%s\",\"status\":\"pending\",\"totalAmount\":49.99,\"currency\":\"usd\","
                                .formatted(orderId)
                        + "\"paidAt\":null}");

        sql("UPDATE orders SET status = 'paid', paid_at = '2026-11-23 10:00:00.5' WHERE id = '%s'".formatted(orderId));
        assertThat(get("/api/orders/" + orderId).body())
                .contains("\"status\":\"paid\"", "\"paidAt\":\"2026-11-23T10:00:00.500Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"amount\": -1}", "{\"amount\": \"5\"}", "{\"amount\": 1.999}", "nonsense", "[]", ""})
    void refusesWhatIsNoOrder(String body) throws Exception {
        HttpResponse<String> refused = post(body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JsonMapper.shared().readTree(refused.body()).propertyNames())
                .contains("type", "title", "status", "detail", "code", "requestId");
        assertThat(refused.body()).contains("\"code\":\"invalid_request\"");
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        makeTable();

        assertThat(get("/api/orders/unknown").body()).contains("\"code\":\"order_not_found\"");
        assertThat(get("/api/nothing").body()).contains("\"code\":\"not_found\"");
    }

    @Test
    void servesThePageWithItsRules() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Moxton demo store");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("connect-src 'self' http://localhost:8080;")
                .doesNotContain("stripe");
        assertThat(get("/js/client/payments.js").body()).contains("export class PaymentsClient");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(get("/api/settings").body())
                .isEqualTo("{\"ingressUrl\":\"http://localhost:8080\",\"simulated\":true,\"makesTokens\":true,"
                        + "\"publishableKey\":null,\"stripeJs\":\"https://js.stripe.com/dahlia/stripe.js\"}");
    }

    /** The columns that the storefront knows of. */
    private static void makeTable() throws SQLException {
        sql("""
                CREATE TABLE IF NOT EXISTS orders (
                    id VARCHAR(64) PRIMARY KEY, user_id VARCHAR(255) NOT NULL, total_amount DECIMAL(19, 4) NOT NULL,
                    currency VARCHAR(3) NOT NULL, status VARCHAR(32) NOT NULL, paid_at DATETIME(6) NULL,
                    version BIGINT NOT NULL DEFAULT 0, created_at DATETIME(6) NOT NULL, updated_at DATETIME(6) NOT NULL)
                """);
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement update = connection.createStatement()) {
            update.executeUpdate(statement);
        }
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(address("/api/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(address(path)));
    }

    private URI address(String path) {
        return URI.create("http://localhost:%d%s".formatted(port, path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
