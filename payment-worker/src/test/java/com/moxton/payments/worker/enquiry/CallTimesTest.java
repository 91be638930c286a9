package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final CallTimes times = new CallTimes();

    @Test
    void takesTheValueThatSoManyDoNotExceed() {
        for (int i = 100; i >= 1; i--) {
            times.add("answered", i * 1_000L);
        }

        Overview.StripeCalls calls = times.of("create");

        assertThat(calls.p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(calls.p95()).isEqualTo(Duration.ofMillis(95));
        assertThat(calls.calls()).isEqualTo(100);
    }

    @Test
    void tellsFailuresFromVerdictsAndFromCallsThatWereNotMade() {
        times.add("card_error", 10);
        times.add("away", 30_000_000);
        times.add("breaker_open", 0);

        Overview.StripeCalls calls = times.of("confirm");

        assertThat(calls.calls()).isEqualTo(2);
        assertThat(calls.failed()).isEqualTo(1);
        assertThat(calls.withheld()).isEqualTo(1);
        assertThat(calls.p95()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void knowsNothingOfNoCalls() {
        assertThat(times.of("create").p95()).isZero();
    }
}
