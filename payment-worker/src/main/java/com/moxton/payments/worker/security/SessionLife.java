package com.moxton.payments.worker.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session that nobody has used for a while, or that has lasted for too long. The container's own time-out wouldn't
 * do: an overview left open asks every few seconds, and would keep its session for ever.
 */
final class SessionLife extends OncePerRequestFilter {

    /** Sent with what a page asks by itself, see console.js. Leaving it out only keeps one's own session. */
    static final String BY_ITSELF = "X-By-Itself";

    private static final String SIGNED_IN = SessionLife.class.getName() + ".signedIn";
    private static final String ACTED = SessionLife.class.getName() + ".acted";

    private final ConsoleSettings settings;
    private final Clock clock;

    SessionLife(ConsoleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    static void begin(HttpSession session, Instant now) {
        session.setAttribute(SIGNED_IN, now);
        session.setAttribute(ACTED, now);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(SIGNED_IN) instanceof Instant signedIn
                && session.getAttribute(ACTED) instanceof Instant acted) {
            Instant now = clock.instant();
            if (now.isAfter(signedIn.plus(settings.sessionLimit()))
                    || now.isAfter(acted.plus(settings.sessionIdle()))) {
                session.invalidate();
            } else if (request.getHeader(BY_ITSELF) == null) {
                session.setAttribute(ACTED, now);
            }
        }
        chain.doFilter(request, response);
    }
}
