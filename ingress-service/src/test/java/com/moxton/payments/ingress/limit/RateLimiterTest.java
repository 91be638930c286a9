package com.moxton.payments.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong now = new AtomicLong(1_700_000_000_000_000_000L);
    private final TimeMeter time = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    };

    @Test
    void allowsAMinutesWorthAtOnceAndSaysWhenToComeBack() {
        RateLimiter limiter = new RateLimiter(60, 100, time);
        for (int i = 0; i < 60; i++) {
            assertThat(limiter.take("u1")).isEmpty();
        }

        assertThat(limiter.take("u1")).contains(Duration.ofSeconds(1));

        pass(Duration.ofSeconds(1));
        assertThat(limiter.take("u1")).isEmpty();
        assertThat(limiter.take("u1")).isPresent();
    }

    @Test
    void countsForEachKeyAlone() {
        RateLimiter limiter = new RateLimiter(1, 100, time);
        assertThat(limiter.take("u1")).isEmpty();
        assertThat(limiter.take("u1")).isPresent();

        assertThat(limiter.take("u2")).isEmpty();
    }

    @Test
    void isExhaustedOnlyWhenTheLastTokenIsGoneAndUntilThereIsOneAgain() {
        RateLimiter limiter = new RateLimiter(2, 100, time);
        assertThat(limiter.exhausted("a")).isFalse();
        limiter.take("a");
        assertThat(limiter.exhausted("a")).isFalse();
        limiter.take("a");
        assertThat(limiter.exhausted("a")).isTrue();

        pass(Duration.ofSeconds(30));

        assertThat(limiter.exhausted("a")).isFalse();
    }

    @Test
    void remembersABoundedNumberOfKeys() {
        RateLimiter limiter = new RateLimiter(1, 100, time);

        for (int i = 0; i < 10_000; i++) {
            limiter.take("u" + i);
        }

        assertThat(limiter.remembered()).isLessThanOrEqualTo(100);
    }

    @Test
    void isOffAtZero() {
        RateLimiter limiter = new RateLimiter(0, 100, time);

        for (int i = 0; i < 1000; i++) {
            assertThat(limiter.take("u1")).isEmpty();
        }
        assertThat(limiter.exhausted("u1")).isFalse();
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
