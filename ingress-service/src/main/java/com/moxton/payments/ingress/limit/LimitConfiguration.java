package com.moxton.payments.ingress.limit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the users' limits before the handlers of their calls. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration implements WebMvcConfigurer {
    private static final String ALL = "/api/payments/**";
    private static final String CREATE_INTENT = "/api/payments/create-intent";
    private static final String CONFIRM = "/api/payments/confirm";
    private static final String STREAMS = "/api/payments/*/events";

    private final LimitSettings limits;
    private final Refusals refusals;
    private final Semaphore requests;
    private final int requestsPerUser;

    LimitConfiguration(
            LimitSettings limits,
            OverloadSettings overload,
            Connections connections,
            Refusals refusals,
            MeterRegistry meters) {
        this.limits = limits;
        this.refusals = refusals;
        int most = connections.atMostAQuarter(overload.requestsInFlight());
        this.requests = new Semaphore(most);
        this.requestsPerUser = overload.requestsInFlightPerUser();
        meters.gauge("payments.ingress.requests.inflight", requests, slots -> most - slots.availablePermits());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(rate(Limit.CREATE_INTENTS, limits.createIntentsPerMinute()))
                .addPathPatterns(CREATE_INTENT);
        registry.addInterceptor(rate(Limit.CONFIRMS, limits.confirmsPerMinute()))
                .addPathPatterns(CONFIRM);
        registry.addInterceptor(rate(Limit.READS, limits.readsPerMinute()))
                .addPathPatterns(ALL)
                .excludePathPatterns(CREATE_INTENT, CONFIRM, OverloadFilter.WEBHOOK);
        // Last: what is over its rate takes no slot.
        registry.addInterceptor(new RequestSlots(requests, requestsPerUser, refusals))
                .addPathPatterns(ALL)
                .excludePathPatterns(OverloadFilter.WEBHOOK, STREAMS);
    }

    private UserRate rate(Limit limit, int perMinute) {
        return new UserRate(limit, new RateLimiter(perMinute, limits.remembered()), refusals);
    }
}
