package com.moxton.payments.ingress.webhook;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.limit.LimitSettings;
import com.moxton.payments.ingress.limit.Refusals;
import com.moxton.payments.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The controller without a server around it and a Kafka that takes everything. */
final class WebhookControllers {

    private WebhookControllers() {}

    static WebhookController of(List<String> secrets, int unverifiedPerMinute, Clock clock) {
        var meters = new SimpleMeterRegistry();
        return new WebhookController(
                new WebhookSettings(secrets, List.of(), Duration.ofMinutes(5), DataSize.ofMegabytes(1)),
                mock(DurablePublisher.class, withSettings().stubOnly()),
                new UnverifiedWebhooks(new LimitSettings(0, 0, 0, unverifiedPerMinute, 1000), new Refusals(meters)),
                new WebhookMetrics(meters),
                Tracing.off(),
                clock);
    }
}
