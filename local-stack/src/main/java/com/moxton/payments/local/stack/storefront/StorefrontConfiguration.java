package com.moxton.payments.local.stack.storefront;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class StorefrontConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * No referrer: Stripe sends a customer back with the client secret in the address.
     */
    @Bean
    FilterRegistrationBean<Filter> pageHeaders(StorefrontSettings settings) {
        String policy = PagePolicy.of(settings.ingressUrl(), settings.publishableKey());
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
            HttpServletResponse http = (HttpServletResponse) response;
            http.setHeader("Content-Security-Policy", policy);
            http.setHeader("Referrer-Policy", "no-referrer");
            http.setHeader("X-Content-Type-Options", "nosniff");
            http.setHeader("Cache-Control", "no-store");
            chain.doFilter(request, response);
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
