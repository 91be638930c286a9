package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInAttemptsTest {
    private final TestClock clock = new TestClock(Instant.EPOCH);
    private final SignInAttempts attempts = new SignInAttempts(clock);

    @Test
    void letsAFewFailuresPass() {
        fail("a", SignInAttempts.FREE - 1);
        assertThat(attempts.toWait("a")).isZero();
    }

    @Test
    void slowsFurtherOnesMoreAndMoreUpToALimit() {
        fail("a", SignInAttempts.FREE);
        assertThat(attempts.toWait("a")).isEqualTo(Duration.ofSeconds(1));
        fail("a", 1);
        assertThat(attempts.toWait("a")).isEqualTo(Duration.ofSeconds(2));
        fail("a", 100);
        assertThat(attempts.toWait("a")).isEqualTo(SignInAttempts.LONGEST_WAIT);
        assertThat(attempts.toWait("b")).isZero();
    }

    @Test
    void forgetsAtASuccessAndWithTime() {
        fail("a", 20);
        attempts.succeeded("a");
        assertThat(attempts.toWait("a")).isZero();
        fail("a", 20);
        clock.advance(Duration.ofMinutes(16));
        assertThat(attempts.failed("a")).isEqualTo(1);
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        fail("first", 20);
        for (int i = 0; i < 2000; i++) {
            attempts.failed("address-" + i);
        }
        assertThat(attempts.toWait("first")).isZero();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(address);
        }
    }
}
