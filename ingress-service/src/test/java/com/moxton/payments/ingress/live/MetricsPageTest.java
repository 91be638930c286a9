package com.moxton.payments.ingress.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.when;

import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.ingress.intent.FakeWorker;
import com.moxton.payments.testing.MetricsPage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

class MetricsPageTest extends IngressHttpTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MeterRegistry meters;

    @MockitoBean
    private UpdatesReader updates;

    @Test
    void pageListsWhatIsMeasuredAndNothingElse() throws Exception {
        when(updates.ready()).thenReturn(true);
        new FakeWorker(context, requestPublisher)
                .answering(
                        requestPublisher,
                        request -> new PaymentReply.PaymentFound(request.requestId(), request.userId(), payment()));

        // A live stream asks for the payment first, and has ended when its reader has gone.
        HttpResponse<InputStream> stream =
                client().send(request("/api/payments/pi_1/events", "u1").build(), BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        stream.body().close();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(registered()).isEqualTo(MetricsPage.read().namesOf("ingress-service")));
    }

    private static PaymentUpdate payment() {
        return new PaymentUpdate(
                "p1",
                "o1",
                "pi_1",
                new BigDecimal("49.99"),
                "usd",
                "processing",
                "pending",
                null,
                1,
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    private Set<String> registered() {
        Set<String> names = new TreeSet<>();
        for (Meter meter : meters.getMeters()) {
            if (meter.getId().getName().startsWith("payments.")) {
                names.add(MetricsPage.exposed(
                        meter.getId().getName(),
                        meter instanceof Counter,
                        meter instanceof Timer ? "seconds" : meter.getId().getBaseUnit()));
            }
        }
        return names;
    }
}
