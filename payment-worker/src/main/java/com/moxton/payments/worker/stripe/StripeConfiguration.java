package com.moxton.payments.worker.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the calls together. There is one breaker for all accounts, because there is one Stripe: what one account alone may be
 * refused (401, 403, 404, 429) doesn't count against it. There is one rate limit for each key.
 */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    @Bean(destroyMethod = "close")
    JdkStripeHttpClient stripeHttpClient(StripeSettings settings) {
        return new JdkStripeHttpClient(settings.connectTimeout(), settings.readTimeout());
    }

    @Bean
    StripeAccounts stripeAccounts(StripeSettings settings) {
        return settings.accounts();
    }

    private static StripeClient client(
            StripeAccounts.Access access, StripeSettings settings, JdkStripeHttpClient http) {
        return StripeClient.builder()
                .setApiKey(access.secretKey())
                .setStripeAccount(access.connected())
                .setApiBase(settings.apiBase())
                .setMaxNetworkRetries(0)
                .setHttpClient(http)
                .build();
    }

    @Bean
    CircuitBreaker stripeBreaker(StripeSettings settings, Clock clock) {
        return settings.breaker().closed(clock);
    }

    @Bean
    StripeHealthIndicator stripeHealthIndicator(CircuitBreaker breaker) {
        return new StripeHealthIndicator(breaker);
    }

    @Bean
    StripeMeters stripeMeters(MeterRegistry meters) {
        return new StripeMeters(meters);
    }

    @Bean(destroyMethod = "close")
    StripeLines stripeLines(
            StripeAccounts accounts,
            StripeSettings settings,
            JdkStripeHttpClient http,
            CircuitBreaker breaker,
            StripeMeters meters,
            StripeCallWatch watch,
            Clock clock) {
        // The durations of earlier calls would go along with later ones.
        Stripe.enableTelemetry = false;
        meters.watch(breaker);
        return new StripeLines(
                accounts,
                access -> client(access, settings, http),
                () -> new StripeGuard(breaker, settings.rateLimit().limiter(System::nanoTime), meters),
                guard -> new StripeCalls(
                        settings.retries(), guard, new StripeFailures(new AnswerReader(clock)), meters, watch, clock));
    }

    @Bean
    StripeEventLogs stripeEventLogs(StripeLines lines, Clock clock) {
        return account -> {
            StripeLines.Line line = lines.to(account);
            return new StripeJavaEventLog(line.client(), line.calls(), new AnswerReader(clock));
        };
    }

    @Bean
    StripeGateways stripeGateways(StripeSettings settings, StripeLines lines, Clock clock) {
        return account -> {
            StripeLines.Line line = lines.to(account);
            return new StripeJavaGateway(
                    line.client(), line.calls(), settings.allowRedirects(), new AnswerReader(clock));
        };
    }
}
