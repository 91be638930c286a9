package com.moxton.payments.ingress.tracing;

import com.moxton.payments.ingress.problem.HttpRequestId;
import com.moxton.payments.tracing.SpanNames;
import com.moxton.payments.tracing.TraceSpan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What a span says of a call and its answer. Neither the path nor the query, where a caller's mistake may put a secret; nor
 * the caller's address or browser, which are a person's.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions for HTTP</a>
 */
public final class AnsweredCall {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private AnsweredCall() {}

    /** To be called when the request has been routed. */
    public static void tell(TraceSpan span, HttpServletRequest request, int status) {
        if (!span.isRecording()) {
            return;
        }
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern) {
            // Without the pattern that a variable has to match.
            String route = pattern.replaceAll("\\{(\\w+):[^}]*}", "{$1}");
            span.rename(method + " " + route).set("http.route", route);
        }
        span.set("http.request.method", method)
                .set("http.response.status_code", status)
                .set("url.scheme", request.getScheme())
                .set(SpanNames.REQUEST_ID, HttpRequestId.of(request));
        if (status >= 500) {
            span.failed(Integer.toString(status));
        }
    }
}
