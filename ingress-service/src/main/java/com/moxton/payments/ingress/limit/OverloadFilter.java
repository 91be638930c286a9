package com.moxton.payments.ingress.limit;

import com.moxton.payments.ingress.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds bodies, and webhooks under way. Before all that costs something: a surplus that has to pass the security filters
 * first would be no cheaper to refuse than to serve.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OverloadFilter extends OncePerRequestFilter {
    static final String WEBHOOK = "/api/payments/webhook";

    private final OverloadSettings settings;
    private final Refusals refusals;
    private final BodyMemory memory;
    private final Semaphore webhooks;

    OverloadFilter(OverloadSettings settings, Connections connections, Refusals refusals, MeterRegistry meters) {
        this.settings = settings;
        this.refusals = refusals;
        this.memory = new BodyMemory(settings.bodies().toBytes());
        int most = connections.atMostAQuarter(settings.webhooksInFlight());
        this.webhooks = new Semaphore(most);
        meters.gauge("payments.ingress.bodies.bytes", memory, BodyMemory::held);
        meters.gauge("payments.ingress.webhooks.inflight", webhooks, slots -> most - slots.availablePermits());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (HttpMethod.GET.matches(request.getMethod())) {
            // Nobody reads a body of these.
            chain.doFilter(request, response);
            return;
        }
        boolean webhook = WEBHOOK.equals(request.getServletPath());
        boolean full = webhook && webhooks.availablePermits() == 0;
        // What is refused needs no slot for its body to be read away.
        try (GuardedRequest guarded = new GuardedRequest(
                request, settings.bodyTime(), memory, webhook && !full ? webhooks : null, refusals)) {
            if (full) {
                refuse(guarded, response);
            } else {
                chain.doFilter(guarded, response);
            }
        }
    }

    private void refuse(GuardedRequest request, HttpServletResponse response) throws IOException {
        long length = request.getContentLengthLong();
        if (length > 0 && length <= GuardedRequest.FREE) {
            // A connection that is closed on unread bytes takes the answer with it.
            request.getInputStream().skipNBytes(length);
        }
        ProblemWriter.write(
                request, response, refusals.busy(Limit.WEBHOOKS_IN_FLIGHT).problem());
    }
}
