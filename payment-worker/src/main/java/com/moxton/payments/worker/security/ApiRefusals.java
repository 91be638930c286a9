package com.moxton.payments.worker.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** 401, 403 and 429 of the REST API as {@code application/problem+json}. */
final class ApiRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String REALM = "payments operations";

    /** What to answer whoever came with a token: RFC 6750 wants the error in a header. */
    static AuthenticationEntryPoint ofTokens() {
        var header = new BearerTokenAuthenticationEntryPoint();
        header.setRealmName(REALM);
        return (request, response, exception) -> {
            header.commence(request, response, exception);
            write(response, HttpStatus.valueOf(response.getStatus()), "unauthorized", "The token is not valid here.");
        };
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"" + REALM + "\"");
        write(
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "Sign in with the password of operations or a token of scope payments:ops.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                "forbidden",
                "Needs the scope payments:ops, and for anything but GET a body of application/json.");
    }

    /** Too many wrong passwords from the caller's address; RFC 6585. */
    void slow(HttpServletResponse response, Duration wait) throws IOException {
        long seconds = wait.toSeconds() + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "too_many_failures",
                "Too many wrong passwords came from this address: try again in %d s.".formatted(seconds));
    }

    private static void write(HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getWriter().write("""
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(status.getReasonPhrase(), status.value(), detail, code));
    }
}
