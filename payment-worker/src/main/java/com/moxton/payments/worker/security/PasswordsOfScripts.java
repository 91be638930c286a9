package com.moxton.payments.worker.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Slows down whoever guesses the password at the REST API, in the way and by the count of the {@link SignIn} page. Who has to
 * wait is turned away before the password is looked at: hashing it takes a tenth of a second of CPU, which is what a flood
 * would be after.
 *
 * <p>A right password doesn't clear the count, unlike at the page: scripts sign in with each request, and one behind the
 * guesser's address would give him new tries all the time. It passes as soon as the wait is over. Tokens aren't slowed:
 * nobody guesses 256 bits.
 */
final class PasswordsOfScripts extends OncePerRequestFilter implements AuthenticationEntryPoint {

    private static final Logger log = LoggerFactory.getLogger(PasswordsOfScripts.class);
    private static final String BASIC = "Basic";

    private final SignInAttempts attempts;
    private final ApiRefusals refusals;

    PasswordsOfScripts(SignInAttempts attempts, ApiRefusals refusals) {
        this.attempts = attempts;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait = isBasic(request.getHeader(HttpHeaders.AUTHORIZATION))
                ? attempts.toWait(request.getRemoteAddr())
                : Duration.ZERO;
        if (wait.isZero()) {
            chain.doFilter(request, response);
            return;
        }
        log.atWarn()
                .addKeyValue("address", request.getRemoteAddr())
                .addKeyValue("outcome", "slowed")
                .log("sign-in of a script");
        refusals.slow(response, wait);
    }

    private static boolean isBasic(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    /** The password, or the name, was wrong. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        log.atWarn()
                .addKeyValue("address", request.getRemoteAddr())
                .addKeyValue("outcome", "refused")
                .addKeyValue("failures", attempts.failed(request.getRemoteAddr()))
                .log("sign-in of a script");
        refusals.commence(request, response, exception);
    }
}
