package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.startup.Setting;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls a second this instance makes at the most with one key; more than that wait for their turn. Each key has its
 * own limit; connected accounts are called with the platform's.
 *
 * @param perSecond Stripe counts the calls of a whole account, so divide by the number of instances, and leave room for
 *     other programs. Default: what Stripe allows, 100 with a live key and 25 in a sandbox
 * @param maxWait so long a call waits for its turn. What would have to wait longer is not made, and answered as if Stripe
 *     were unavailable. The default is more than the 500 requests at once of {@code payments.requests.max-in-flight} need
 *     in a sandbox. Default 30 s
 * @see <a href="https://docs.stripe.com/rate-limits">Stripe: rate limits</a>
 */
record StripeRateLimit(
        @Nullable Integer perSecond, @DefaultValue("30s") Duration maxWait) {

    private static final String PREFIX = "payments.stripe.rate-limit.";
    private static final int LIVE = 100;
    private static final int SANDBOX = 25;
    /** This part of a second's calls may go out at once; the rest is spread, so that no second gets twice its share. */
    private static final int BURST = 20;

    StripeRateLimit {
        if (perSecond != null) {
            Setting.between(PREFIX + "per-second", perSecond, 1, 1_000_000);
        }
        Setting.between(PREFIX + "max-wait", maxWait, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** @param live null when it isn't known */
    StripeRateLimit forMode(@Nullable Boolean live) {
        return perSecond != null ? this : new StripeRateLimit(Boolean.TRUE.equals(live) ? LIVE : SANDBOX, maxWait);
    }

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    RateLimiter limiter(Supplier<Long> nanoTime) {
        int limit = perSecond == null ? SANDBOX : perSecond;
        int burst = Math.max(1, limit / BURST);
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(burst)
                .limitRefreshPeriod(Duration.ofSeconds(1).multipliedBy(burst).dividedBy(limit))
                .timeoutDuration(maxWait)
                .build();
        return RateLimiter.of("stripe", config, nanoTime);
    }
}
