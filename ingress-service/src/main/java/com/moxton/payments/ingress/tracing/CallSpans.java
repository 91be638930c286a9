package com.moxton.payments.ingress.tracing;

import com.moxton.payments.tracing.TraceScope;
import com.moxton.payments.tracing.TraceSpan;
import com.moxton.payments.tracing.Tracing;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/** A span for each of the storefront's calls. Webhooks have theirs from their controller, once a signature has held. */
final class CallSpans extends OncePerRequestFilter {
    private final Tracing tracing;

    CallSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals("/api/payments/webhook");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (TraceSpan span = tracing.server(request.getMethod(), request::getHeader, Duration.ZERO);
                TraceScope here = span.enter()) {
            try {
                chain.doFilter(request, response);
                AnsweredCall.tell(span, request, response.getStatus());
            } catch (ServletException | IOException | RuntimeException e) {
                // Tomcat will answer it.
                AnsweredCall.tell(span, request, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                throw e;
            }
        }
    }
}
