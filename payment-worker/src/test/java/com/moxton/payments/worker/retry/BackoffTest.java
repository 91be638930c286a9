package com.moxton.payments.worker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    @RepeatedTest(20)
    void drawsEachPauseFromTheUpperHalfOfADoublingCeiling() {
        assertThat(backoff.pause(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.pause(3)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @RepeatedTest(20)
    void neverPausesLongerThanTheLongest() {
        assertThat(backoff.pause(5)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backoff.pause(Integer.MAX_VALUE)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void refusesPausesThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
