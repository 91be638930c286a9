package com.moxton.payments.worker.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.filter.OncePerRequestFilter;

/** What comes of a try to sign in. Neither the password nor a wrong name is logged: a name may be a password, misplaced. */
final class SignIn extends OncePerRequestFilter implements AuthenticationFailureHandler {

    static final String PAGE = "/sign-in";

    private static final Logger log = LoggerFactory.getLogger(SignIn.class);

    private final SignInAttempts attempts;
    private final Clock clock;

    SignIn(SignInAttempts attempts, Clock clock) {
        this.attempts = attempts;
        this.clock = clock;
    }

    /** Turns away, before the password is looked at, who has to wait. */
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean tries =
                "POST".equals(request.getMethod()) && (request.getContextPath() + PAGE).equals(request.getRequestURI());
        Duration wait = tries ? attempts.toWait(request.getRemoteAddr()) : Duration.ZERO;
        if (wait.isZero()) {
            chain.doFilter(request, response);
            return;
        }
        log.atWarn()
                .addKeyValue("address", request.getRemoteAddr())
                .addKeyValue("outcome", "slowed")
                .log("sign-in");
        response.sendRedirect(request.getContextPath() + PAGE + "?wait=" + (wait.toSeconds() + 1));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        log.atWarn()
                .addKeyValue("address", request.getRemoteAddr())
                .addKeyValue("outcome", "refused")
                .addKeyValue("failures", attempts.failed(request.getRemoteAddr()))
                .log("sign-in");
        response.sendRedirect(request.getContextPath() + PAGE + "?failed");
    }

    /** Goes on to the page that was asked for. */
    SavedRequestAwareAuthenticationSuccessHandler success(RequestCache asked) {
        var handler = new SavedRequestAwareAuthenticationSuccessHandler() {
            @Override
            public void onAuthenticationSuccess(
                    HttpServletRequest request, HttpServletResponse response, Authentication authentication)
                    throws ServletException, IOException {
                attempts.succeeded(request.getRemoteAddr());
                SessionLife.begin(request.getSession(), clock.instant());
                log.atInfo()
                        .addKeyValue("user", authentication.getName())
                        .addKeyValue("address", request.getRemoteAddr())
                        .addKeyValue("outcome", "signed in")
                        .log("sign-in");
                super.onAuthenticationSuccess(request, response, authentication);
            }
        };
        handler.setRequestCache(asked);
        return handler;
    }
}
