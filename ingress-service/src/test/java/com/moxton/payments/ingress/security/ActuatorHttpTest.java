package com.moxton.payments.ingress.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

/** Closed, and on a port of its own, both at once. */
@TestPropertySource(properties = {"payments.actuator.open=health", "management.server.port=0"})
class ActuatorHttpTest extends IngressHttpTest {
    @LocalManagementPort
    private int managementPort;

    @Test
    void showsWithoutATokenOnlyWhatIsOpen() throws Exception {
        assertThat(send(management("/actuator/health/liveness")).statusCode()).isEqualTo(200);
        assertThat(send(management("/actuator/health")).body()).doesNotContain("components");
        assertThat(send(management("/actuator/prometheus")).statusCode()).isEqualTo(401);
        assertThat(send(management("/actuator")).statusCode()).isEqualTo(401);
        assertThat(send(management("/actuator/env")).statusCode()).isEqualTo(401);
    }

    @Test
    void showsTheRestToOperationsAndToNobodyElse() throws Exception {
        String operations = Tokens.of(Map.of("sub", "prometheus", "scope", "payments:ops"));

        assertThat(send(management("/actuator/prometheus").header("Authorization", "Bearer " + operations))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(management("/actuator/prometheus").header("Authorization", "Bearer " + Tokens.of("u1")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void hasNothingOfItOnThePortOfTheInternet() throws Exception {
        String operations = Tokens.of(Map.of("sub", "prometheus", "scope", "payments:ops"));

        assertThat(send(request("/actuator/health")).statusCode()).isEqualTo(404);
        assertThat(send(request("/actuator/prometheus").header("Authorization", "Bearer " + operations))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request("/actuator/prometheus")).statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder management(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path));
    }
}
