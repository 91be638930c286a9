package com.moxton.payments.ingress.problem;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.slf4j.MDC;

/** The id that ties an answer, its log lines and, for a problem, its {@code requestId} together. */
public final class HttpRequestId {
    /** The response header that carries it. */
    public static final String HEADER = "Request-Id";

    static final String MDC_KEY = "requestId";
    private static final String ATTRIBUTE = HttpRequestId.class.getName();

    private HttpRequestId() {}

    /** The request's id; one is made up where no filter ran, in the server's own errors for instance. */
    public static String of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        String id = UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** From here on the request goes by this id: that of the payment request it became. */
    public static void become(HttpServletRequest request, HttpServletResponse response, String id) {
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        MDC.put(MDC_KEY, id);
    }
}
