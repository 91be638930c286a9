package com.moxton.payments.ingress.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.springframework.web.servlet.HandlerInterceptor;

/** Bounds how often a user makes one kind of call. Behind the check of the token: nobody uses up another's share. */
final class UserRate implements HandlerInterceptor {
    private final Limit limit;
    private final RateLimiter limiter;
    private final Refusals refusals;

    UserRate(Limit limit, RateLimiter limiter, Refusals refusals) {
        this.limit = limit;
        this.limiter = limiter;
        this.refusals = refusals;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Principal user = request.getUserPrincipal();
        if (user != null) {
            limiter.take(user.getName()).ifPresent(wait -> {
                throw refusals.tooMany(limit, wait);
            });
        }
        return true;
    }
}
