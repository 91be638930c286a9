package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.startup.SettingException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSettingsTest {

    private static StripeSettings settings(String key, String base) {
        return new StripeSettings(
                key,
                List.of(),
                List.of(),
                base,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                4,
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(25),
                StripeSettings.AllowRedirects.NEVER,
                new StripeRateLimit(null, Duration.ofSeconds(30)),
                new StripeBreaker(50, 10, Duration.ofSeconds(10), Duration.ofSeconds(10), 3));
    }

    @ParameterizedTest
    @CsvSource({"sk_live_1, 100", "rk_live_1, 100", "sk_test_1, 25", "rk_test_1, 25", "what_else, 25"})
    void limitsItselfToWhatStripeAllowsTheKey(String key, int perSecond) {
        assertThat(settings(key, "").rateLimit().perSecond()).isEqualTo(perSecond);
    }

    @Test
    void takesAnotherLimitWhereOneIsSet() {
        assertThat(new StripeRateLimit(7, Duration.ZERO).forMode(true).perSecond())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 25, 100, 1_000})
    void spreadsCallsOverTheSecond(int perSecond) {
        AtomicLong nanos = new AtomicLong();
        RateLimiter limiter = new StripeRateLimit(perSecond, Duration.ofMinutes(10)).limiter(nanos::get);
        List<Long> times = IntStream.range(0, perSecond * 5)
                .mapToObj(i -> limiter.reservePermission())
                .sorted()
                .toList();

        long second = 1_000_000_000;
        int burst = Math.max(1, perSecond / 20);
        for (long from : times) {
            assertThat(times.stream().filter(time -> time >= from && time < from + second))
                    .as("calls in the second from %d ns", from)
                    .hasSizeLessThanOrEqualTo(perSecond + burst);
        }
        assertThat(times.getLast()).as("and is no slower than it may").isLessThan(5 * second);
    }

    @Test
    void namesAKeyThatIsMissing() {
        assertThatThrownBy(() -> settings(" ", ""))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_SECRET_KEY is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "ftp://stripe.example", "http://", "https://a b"})
    void namesAnAddressThatMakesNoSense(String base) {
        assertThatThrownBy(() -> settings("sk_test_1", base))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("STRIPE_API_BASE");
    }

    @Test
    void callsStripeUnlessToldOtherwise() {
        assertThat(settings("sk_test_1", "").apiBase()).isEqualTo("https://api.stripe.com");
        assertThat(settings("sk_test_1", "http://127.0.0.1:12111/").apiBase()).isEqualTo("http://127.0.0.1:12111");
    }

    /** SECRETS_STAY_SECRET: settings are logged at the start. */
    @Test
    void doesNotShowTheKey() {
        assertThat(settings("sk_test_1", "").toString())
                .doesNotContain("sk_test_1")
                .contains("secretKey configured=true");
    }
}
