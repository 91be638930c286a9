package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.testing.RestartableKafka;
import com.moxton.payments.testing.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LiveIT {
    private final String intent = "pi_" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void followsAPaymentOnEveryInstance() throws Exception {
        String kafka = TestServers.kafkaBootstrapServers();
        try (IngressInstance one = IngressInstance.startReady(kafka);
                IngressInstance two = IngressInstance.startReady(kafka);
                TestWorker worker = new TestWorker(kafka);
                BufferedReader atOne = follow(one);
                BufferedReader atTwo = follow(two)) {
            assertThat(nextVersion(atOne)).isEqualTo(1);
            assertThat(nextVersion(atTwo)).isEqualTo(1);

            for (long version = 2; version <= 20; version++) {
                worker.change(intent, version);
            }

            for (long version = 2; version <= 20; version++) {
                assertThat(nextVersion(atOne)).isEqualTo(version);
                assertThat(nextVersion(atTwo)).isEqualTo(version);
            }
        }
    }

    @Test
    void missesNothingOverABrokersRestart() throws Exception {
        try (RestartableKafka kafka = RestartableKafka.start();
                IngressInstance ingress = IngressInstance.startReady(kafka.bootstrapServers());
                TestWorker worker = new TestWorker(kafka.bootstrapServers());
                BufferedReader stream = follow(ingress)) {
            assertThat(nextVersion(stream)).isEqualTo(1);

            kafka.stop();
            ingress.awaitReadiness(503);
            kafka.restart();
            worker.change(intent, 2);
            worker.change(intent, 3);

            assertThat(nextVersion(stream)).isEqualTo(2);
            assertThat(nextVersion(stream)).isEqualTo(3);
        }
    }

    @Test
    void endsCleanlyWhenTheServiceStops() throws Exception {
        String kafka = TestServers.kafkaBootstrapServers();
        IngressInstance ingress = IngressInstance.startReady(kafka);
        try (TestWorker worker = new TestWorker(kafka);
                BufferedReader stream = follow(ingress)) {
            assertThat(nextVersion(stream)).isEqualTo(1);

            ingress.close();

            // The end of the answer, and no broken connection: reading that would throw.
            assertThat(stream.lines().filter(line -> line.startsWith("id:"))).isEmpty();
        }
    }

    private BufferedReader follow(IngressInstance ingress) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = IngressInstance.client()
                .send(
                        ingress.request("/api/payments/" + intent + "/events", "u1")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static long nextVersion(BufferedReader stream) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("id: ")) {
                return Long.parseLong(line.substring(4));
            }
        }
        throw new AssertionError("The stream has ended");
    }
}
