package com.moxton.payments.ingress.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/** Bounds the storefront's calls under way. Each holds a thread, a connection and a place among those who wait. */
final class RequestSlots implements HandlerInterceptor {
    private final Semaphore slots;
    private final Refusals refusals;

    RequestSlots(Semaphore slots, Refusals refusals) {
        this.slots = slots;
        this.refusals = refusals;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!slots.tryAcquire()) {
            throw refusals.busy("requests-in-flight");
        }
        return true;
    }

    /** Called if, and only if, {@link #preHandle} said yes. */
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        slots.release();
    }
}
