package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.testing.MetricsPage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MetricsPageIT extends EventIT {

    @Autowired
    private MeterRegistry meters;

    @Test
    void pageListsWhatIsMeasuredAndNothingElse() {
        String order = newOrder();
        order(order, "49.99");
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        publish(List.of(birth));
        awaitProcessed(List.of(birth));

        // The first call to Stripe is the backfill's, and comes by itself.
        awaiting()
                .untilAsserted(() ->
                        assertThat(registered()).isEqualTo(MetricsPage.read().namesOf("payment-worker")));
    }

    @Test
    void measuresHowLongAWebhookTookToPayItsOrder() {
        long before = delays();
        String order = newOrder();
        order(order, "49.99");
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        StripeEventFixture success = birth.succeeded(5);
        publishRecords(List.of(from(EventSource.WEBHOOK, birth), from(EventSource.WEBHOOK, success)));
        awaitProcessed(List.of(success));

        awaiting().untilAsserted(() -> assertThat(delays()).isEqualTo(before + 1));
        assertThat(orderOf(success)).containsEntry("status", "paid");

        // What a replay brings is old, and nobody waited for it; another success by webhook counts again.
        StripeEventFixture replayed = birth.succeeded(5);
        StripeEventFixture other = birth.succeeded(6);
        publishRecords(List.of(from(EventSource.REPLAY, replayed), from(EventSource.WEBHOOK, other)));
        awaitProcessed(List.of(replayed, other));
        awaiting().untilAsserted(() -> assertThat(delays()).isEqualTo(before + 2));
    }

    @Test
    void knowsHowFarTheGroupsHaveCome() {
        awaiting()
                .untilAsserted(
                        () -> assertThat(meters.get("payments.consumer.lag").gauges())
                                .hasSize(2)
                                .allSatisfy(lag -> assertThat(lag.value()).isNotNegative()));
        awaiting()
                .untilAsserted(() -> assertThat(meters.get("payments.events.oldest.age")
                                .timeGauge()
                                .value())
                        .isNotNegative());
    }

    private long delays() {
        return meters.get("payments.paid.delay").timer().count();
    }

    private static ProducerRecord<String, byte[]> from(EventSource source, StripeEventFixture event) {
        ProducerRecord<String, byte[]> record = event.record();
        record.headers().add(HeaderNames.SOURCE, source.headerValue().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private Set<String> registered() {
        Set<String> names = new TreeSet<>();
        for (Meter meter : meters.getMeters()) {
            if (meter.getId().getName().startsWith("payments.")) {
                boolean time = meter instanceof Timer || meter instanceof TimeGauge;
                names.add(MetricsPage.exposed(
                        meter.getId().getName(),
                        meter instanceof Counter,
                        time ? "seconds" : meter.getId().getBaseUnit()));
            }
        }
        return names;
    }
}
