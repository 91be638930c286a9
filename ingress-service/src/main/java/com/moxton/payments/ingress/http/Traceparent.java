package com.moxton.payments.ingress.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The caller's place in a trace, handed on as it came.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class Traceparent {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Traceparent() {}

    /** The header's value; null when it is absent or not one. */
    public static @Nullable String of(HttpServletRequest request) {
        String value = request.getHeader("traceparent");
        return value != null && SHAPE.matcher(value).matches() ? value : null;
    }
}
