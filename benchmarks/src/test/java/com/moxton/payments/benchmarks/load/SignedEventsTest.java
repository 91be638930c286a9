package com.moxton.payments.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.worker.consume.StripeEventReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignedEventsTest {

    private final SignedEvents events = new SignedEvents("whsec_test", 2);

    @Test
    void eachEventIsItsOwnAndAboutItsPayment() {
        var first = events.next().body();
        var second = events.next().body();
        assertThat(StripeEventHead.parse(first).id())
                .isNotEqualTo(StripeEventHead.parse(second).id());
        assertThat(new StripeEventReader().read(second).intentId()).isEqualTo(SignedEvents.intentId(1));
        assertThat(new String(second, StandardCharsets.UTF_8))
                .contains(SignedEvents.orderId(1), SignedEvents.paymentId(1));
        assertThat(new StripeEventReader().read(events.next().body()).intentId())
                .isEqualTo(SignedEvents.intentId(0));
    }
}
