package com.moxton.payments.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void keepsTheNamesThatOutsideProgramsRelyOn() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .containsExactly(
                        "stripe.events",
                        "payment.requests",
                        "payment.replies",
                        "payment.updates",
                        "stripe.events.dlt",
                        "payment.requests.dlt");
    }

    @Test
    void keepsRepliesOnlyBrieflyBecauseTheyCarryClientSecrets() {
        assertThat(Topic.PAYMENT_REPLIES.retention()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void readsSourcesBackFromTheirHeader() {
        for (EventSource source : EventSource.values()) {
            assertThat(EventSource.of(source.headerValue())).contains(source);
        }
        assertThat(EventSource.of("elsewhere")).isEmpty();
    }
}
