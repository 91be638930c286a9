package com.moxton.payments.ingress.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.ingress.IngressHttpTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Nobody is at the collector's address: calls are answered as ever, and the log says it once. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "OTLP_TRACES_ENDPOINT=http://127.0.0.1:1")
@DirtiesContext
class CollectorAwayTest extends IngressHttpTest {
    private static final String SAID = "traces can't be sent and are dropped until they can";

    @Test
    void callsAreAnsweredAndTheLogSaysItOnce(CapturedOutput output) throws Exception {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer =
                    send(request("/api/payments/pi_" + i, "user-1").GET());
            assertThat(answer.statusCode()).isEqualTo(202);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> output.getAll().contains(SAID));
        HttpResponse<String> refused = send(request("/api/payments/create-intent"));
        assertThat(refused.statusCode()).isEqualTo(401);

        assertThat(output.getAll().split(SAID, -1)).as("one line").hasSize(2);
        assertThat(output.getAll()).contains(" trace=").doesNotContain("io.opentelemetry", "Failed to export");
    }
}
