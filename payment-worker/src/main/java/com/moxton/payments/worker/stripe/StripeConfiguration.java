package com.moxton.payments.worker.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the calls together. There is one breaker and one limit for all of them, because there is one Stripe. */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    @Bean(destroyMethod = "close")
    JdkStripeHttpClient stripeHttpClient(StripeSettings settings) {
        return new JdkStripeHttpClient(settings.connectTimeout(), settings.readTimeout());
    }

    @Bean
    StripeClient stripeClient(StripeSettings settings, JdkStripeHttpClient http) {
        // The durations of earlier calls would go along with later ones.
        Stripe.enableTelemetry = false;
        return StripeClient.builder()
                .setApiKey(settings.secretKey())
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
    StripeGuard stripeGuard(StripeSettings settings, CircuitBreaker breaker, StripeMeters meters) {
        return new StripeGuard(breaker, settings.rateLimit().limiter(System::nanoTime), meters);
    }

    @Bean
    StripeCalls stripeCalls(
            StripeSettings settings, StripeGuard guard, StripeMeters meters, StripeCallWatch watch, Clock clock) {
        return new StripeCalls(
                settings.retries(), guard, new StripeFailures(new AnswerReader(clock)), meters, watch, clock);
    }

    @Bean
    StripeEventLog stripeEventLog(StripeClient client, StripeCalls calls, Clock clock) {
        return new StripeJavaEventLog(client, calls, new AnswerReader(clock));
    }

    @Bean
    StripeGateway stripeGateway(StripeSettings settings, StripeClient client, StripeCalls calls, Clock clock) {
        return new StripeJavaGateway(client, calls, settings.allowRedirects(), new AnswerReader(clock));
    }
}
