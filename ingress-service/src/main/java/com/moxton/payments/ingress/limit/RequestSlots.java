package com.moxton.payments.ingress.limit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Bounds the storefront's calls under way, in all and for each user. Each holds a thread, a connection and a place among
 * those who wait; and a caller may wish to wait long for what never comes.
 */
final class RequestSlots implements HandlerInterceptor {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Semaphore slots;
    private final int perUser;
    private final Refusals refusals;
    private final Map<String, Integer> users = new ConcurrentHashMap<>();

    RequestSlots(Semaphore slots, int perUser, Refusals refusals) {
        this.slots = slots;
        this.perUser = perUser;
        this.refusals = refusals;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String user = user(request);
        if (users.merge(user, 1, Integer::sum) > perUser) {
            leave(user);
            throw refusals.tooMany(Limit.USER_IN_FLIGHT, MOMENT);
        }
        if (!slots.tryAcquire()) {
            leave(user);
            throw refusals.busy(Limit.REQUESTS_IN_FLIGHT);
        }
        return true;
    }

    /** Called if, and only if, {@link #preHandle} said yes. */
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
        slots.release();
        leave(user(request));
    }

    private void leave(String user) {
        users.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    private static String user(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        return user == null ? "" : user.getName();
    }
}
