package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.request.WorkerBench;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClosedActuatorIT {

    @Test
    void aSettingClosesHealthAndMetricsToo() throws Exception {
        try (WorkerBench bench = new WorkerBench();
                HttpClient client = HttpClient.newHttpClient()) {
            String port = bench.start("--payments.ops.open-actuator=false")
                    .getEnvironment()
                    .getRequiredProperty("local.server.port");
            for (String path : new String[] {"health", "health/liveness", "health/readiness", "prometheus", "info"}) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
        }
    }
}
