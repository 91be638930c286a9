package com.moxton.payments.ingress.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** A token bucket for each key, for a bounded number of keys. */
public final class RateLimiter {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final int perPeriod;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    /**
     * @param perMinute 0 for no limit
     * @param keys remembered at most
     */
    public RateLimiter(int perMinute, int keys) {
        this(perMinute, keys, TimeMeter.SYSTEM_MILLISECONDS);
    }

    RateLimiter(int perMinute, int keys, TimeMeter time) {
        this.perPeriod = perMinute;
        this.time = time;
        // A bucket that was left alone for its period is full: to forget it then loses nothing.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(keys)
                .expireAfterAccess(PERIOD.multipliedBy(2))
                .build();
    }

    /**
     * Takes one of the key's tokens.
     *
     * @return how long until there is one again, when there was none; empty when there was
     */
    public Optional<Duration> take(String key) {
        if (perPeriod == 0) {
            return Optional.empty();
        }
        ConsumptionProbe probe = buckets.get(key, absent -> full()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Whether the key's tokens are used up. Takes none; for a key that never took one this is a look into a map. */
    public boolean exhausted(String key) {
        Bucket bucket = buckets.getIfPresent(key);
        return bucket != null && bucket.getAvailableTokens() == 0;
    }

    /** For tests: maintenance runs in the background otherwise. */
    long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perPeriod).refillGreedy(perPeriod, PERIOD))
                .withCustomTimePrecision(time)
                .build();
    }
}
