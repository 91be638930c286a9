package com.moxton.payments.worker.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the gateway together: {@code RetryingStripeGateway} around {@code StripeJavaGateway}. Another decorator, a rate
 * limit or a circuit breaker, goes between the two, so that each attempt counts.
 */
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
    StripeEventLog stripeEventLog(StripeClient client, Clock clock) {
        return new StripeJavaEventLog(client, new AnswerReader(clock));
    }

    @Bean
    StripeGateway stripeGateway(StripeSettings settings, StripeClient client, Clock clock) {
        StripeGateway once = new StripeJavaGateway(client, settings.allowRedirects(), new AnswerReader(clock));
        return new RetryingStripeGateway(once, settings.backoff(), settings.attempts(), settings.totalTime());
    }
}
