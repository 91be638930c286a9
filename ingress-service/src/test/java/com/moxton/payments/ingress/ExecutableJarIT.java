package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.ingress.webhook.Webhooks;
import com.moxton.payments.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as operations run it: a process of its own, with the settings of the design in its environment. */
class ExecutableJarIT {
    private static final String JAR = "target/ingress-service.jar";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void runsAloneAndStopsCleanly() throws Exception {
        int port = freePort();
        Process process = start(Map.of(
                "INGRESS_PORT",
                Integer.toString(port),
                "KAFKA_BOOTSTRAP_SERVERS",
                TestServers.kafkaBootstrapServers(),
                "STRIPE_WEBHOOK_SECRET",
                "whsec_jar",
                "JWT_SECRET",
                Tokens.SECRET));
        try {
            String address = "http://localhost:" + port;
            await().atMost(IngressInstance.PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(address + "/actuator/health/readiness").statusCode() == 200);
            byte[] body = Webhooks.event("evt_jar", "pi_jar");
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(URI.create(address + "/api/payments/webhook"))
                            .header("Stripe-Signature", Webhooks.signature(body, "whsec_jar"))
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(get(address + "/actuator/prometheus").body())
                    .contains("payments_ingress_webhooks_seconds_count", "kafka_producer_", "kafka_consumer_");

            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // 143 is SIGTERM, handled: 128 + 15.
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(log()).doesNotContain("whsec_jar").doesNotContain(Tokens.SECRET);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsWithoutItsSettings() throws Exception {
        Process process = start(Map.of());

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log()).contains("Start stopped: ").doesNotContain("\tat ");
    }

    private Process start(Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR)
                .redirectErrorStream(true)
                .redirectOutput(log(directory));
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(?:KAFKA|STRIPE|JWT|INGRESS|SPRING|PAYMENTS)_.*"));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(log(directory).toPath());
    }

    private static File log(Path directory) {
        return directory.resolve("ingress.log").toFile();
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
