package com.moxton.payments.worker.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/**
 * Leads whoever isn't signed in, or no longer, to the sign-in page. A part of a page that htmx asks for can't be led there:
 * the page itself is loaded again instead, is led there, and is come back to.
 */
final class PageRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String HTMX = "HX-Request";
    private static final String LOAD_AGAIN = "HX-Refresh";

    private final AuthenticationEntryPoint signInPage = new LoginUrlAuthenticationEntryPoint(SignIn.PAGE);

    static boolean isPartOfPage(HttpServletRequest request) {
        return request.getHeader(HTMX) != null;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException, ServletException {
        if (isPartOfPage(request)) {
            response.setHeader(LOAD_AGAIN, "true");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            signInPage.commence(request, response, exception);
        }
    }

    /** A form without its CSRF token: of another site, or of a page older than the session. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        if (isPartOfPage(request)) {
            if (request.getUserPrincipal() == null) {
                response.setHeader(LOAD_AGAIN, "true");
            }
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }
}
