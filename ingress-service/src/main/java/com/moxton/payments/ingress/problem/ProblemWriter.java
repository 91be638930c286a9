package com.moxton.payments.ingress.problem;

import com.moxton.payments.events.EventJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Writes a problem past content negotiation and message converters: a caller that accepts only images still gets to know
 * what went wrong, and the error path has nothing left that can fail.
 */
public final class ProblemWriter {
    public static final String CONTENT_TYPE = "application/problem+json";

    private ProblemWriter() {}

    /** Does nothing when the answer is under way already: then all that is left is to end it. */
    public static void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = EventJson.write(problem.body(HttpRequestId.of(request)));
        // Not reset(): the headers of security and CORS stay.
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(body.length);
        problem.headers().forEach(response::setHeader);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
