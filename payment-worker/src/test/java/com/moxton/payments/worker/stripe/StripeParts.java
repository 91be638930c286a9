package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.retry.Backoff;
import com.stripe.StripeClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A gateway and an event log as the application has them, for tests without it. */
final class StripeParts {
    private static final Clock CLOCK = Clock.systemUTC();

    /** What the watch was told. */
    final Queue<StripeCall> made = new ConcurrentLinkedQueue<>();

    private final StripeClient client;
    private final StripeCalls calls;

    /** One attempt a call, a breaker that never opens, and a limit that nobody reaches. */
    StripeParts(JdkStripeHttpClient http, String key, String base, MeterRegistry registry) {
        this(http, key, base, registry, 1, 1_000_000);
    }

    StripeParts(
            JdkStripeHttpClient http, String key, String base, MeterRegistry registry, int attempts, int minimumCalls) {
        StripeMeters meters = new StripeMeters(registry);
        StripeGuard guard = new StripeGuard(
                new StripeBreaker(50, minimumCalls, Duration.ofHours(1), Duration.ofHours(1), 1).closed(CLOCK),
                new StripeRateLimit(1_000_000, Duration.ofMinutes(1)).limiter(System::nanoTime),
                meters);
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
        this.client = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base)
                .setMaxNetworkRetries(0)
                .setHttpClient(http)
                .build();
        this.calls = new StripeCalls(
                new Retries(backoff, attempts, Duration.ofSeconds(2)),
                guard,
                new StripeFailures(new AnswerReader(CLOCK)),
                meters,
                made::add,
                CLOCK);
    }

    StripeGateway gateway() {
        return new StripeJavaGateway(client, calls, StripeSettings.AllowRedirects.NEVER, new AnswerReader(CLOCK));
    }

    StripeEventLog eventLog() {
        return new StripeJavaEventLog(client, calls, new AnswerReader(CLOCK));
    }
}
