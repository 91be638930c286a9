package com.moxton.payments.ingress;

import com.moxton.payments.ingress.kafka.DurablePublisher;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service over real HTTP, with nobody at Kafka's address and publishers that tests script. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
            "STRIPE_WEBHOOK_SECRET=" + IngressHttpTest.WEBHOOK_SECRET + ",whsec_next",
            "STRIPE_WEBHOOK_SECRETS=acct_a:whsec_a,acct_b:whsec_b",
            "JWT_SECRET=" + Tokens.SECRET,
            "payments.security.allowed-origins=https://shop.example",
            "payments.webhook.max-body=64KB",
            "payments.requests.max-body=16KB",
            "payments.requests.default-wait=200ms",
            "payments.requests.max-wait=2s",
            "payments.live.heartbeat=200ms",
            "payments.live.max-streams-per-user=2",
            "payments.live.state-wait=200ms",
            // Tests are hundreds of callers at one address.
            "payments.limits.unverified-webhooks-per-minute=0"
        })
public abstract class IngressHttpTest {
    public static final String WEBHOOK_SECRET = "whsec_test";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @MockitoBean(name = "webhookPublisher")
    protected DurablePublisher webhookPublisher;

    @MockitoBean(name = "requestPublisher")
    protected DurablePublisher requestPublisher;

    @LocalServerPort
    protected int port;

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    protected HttpRequest.Builder request(String path, String user) {
        return request(path).header("Authorization", "Bearer " + Tokens.of(user));
    }

    protected static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What no HTTP client would send. The answer, to the end of the connection. */
    protected String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    protected static HttpClient client() {
        return CLIENT;
    }

    protected static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
