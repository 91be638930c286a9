package com.moxton.payments.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.benchmarks.load.EventLog.Event;
import com.moxton.payments.benchmarks.load.EventLog.Step;
import com.moxton.payments.events.StripeEventHead;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {

    @Test
    void holdsEachEventAndSomeOfThemTwice() {
        List<Event> log = EventLog.of(1_000);

        assertThat(new HashSet<>(log)).hasSize(4_000);
        assertThat(log).hasSizeBetween(4_100, 4_300).isEqualTo(EventLog.of(1_000));
    }

    @Test
    void bodiesSayWhatTheEventIs() {
        Event event = new Event(7, Step.PROCESSING);

        StripeEventHead head = StripeEventHead.parse(event.body());
        assertThat(head.id()).isEqualTo(event.id());
        assertThat(head.key()).isEqualTo(event.intentId());
        assertThat(head.type()).isEqualTo("payment_intent.processing");
        assertThat(new String(event.body(), StandardCharsets.UTF_8))
                .contains(event.orderId(), event.paymentId(), "\"status\": \"processing\"", "\"amount_received\": 0")
                .hasSizeBetween(1_900, 2_500);
    }
}
