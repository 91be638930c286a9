package com.moxton.payments.ingress.security;

import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * What the security filters refuse. The challenge names the kind of error and no more: Spring's own descriptions are
 * exceptions' messages.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750</a>
 */
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
    private static final Logger log = LoggerFactory.getLogger(SecurityProblems.class);
    private static final String CHALLENGE = "Bearer realm=\"payments\"";

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        ProblemWriter.write(request, response, problem(e));
    }

    private static Problem problem(AuthenticationException e) {
        if (e instanceof AuthenticationServiceException) {
            // The issuer's keys can't be had; whether the token is good, nobody knows.
            log.atError().addKeyValue("error", String.valueOf(e.getMessage())).log("token can't be checked");
            return Problem.of(ProblemCode.UNAVAILABLE, "Tokens can't be checked at the moment.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        if (e instanceof OAuth2AuthenticationException) {
            return Problem.of(ProblemCode.UNAUTHORIZED, "The token is not valid, or no longer.")
                    .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
        }
        return Problem.of(ProblemCode.UNAUTHORIZED, "Send a user's token: Authorization: Bearer <token>.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        ProblemWriter.write(
                request,
                response,
                Problem.of(ProblemCode.FORBIDDEN, "The token does not allow this.")
                        .withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"insufficient_scope\""));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        ProblemWriter.write(
                request, response, Problem.of(ProblemCode.INVALID_REQUEST, "The address or a header is not valid."));
    }
}
