package com.moxton.payments.ingress.http;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * The caller's place in a trace, handed on as it came: where traces are on, a span of ours takes its place later.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class Traceparent {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");

    private Traceparent() {}

    /** Gives a record the headers of the request; none when there are none, or what calls itself so isn't. */
    public static void copy(HttpServletRequest request, Headers headers) {
        String value = request.getHeader(HeaderNames.TRACEPARENT);
        if (value == null || !SHAPE.matcher(value).matches()) {
            return;
        }
        RecordHeaders.put(headers, HeaderNames.TRACEPARENT, value);
        String state = request.getHeader(HeaderNames.TRACESTATE);
        if (state != null && STATE.matcher(state).matches()) {
            RecordHeaders.put(headers, HeaderNames.TRACESTATE, state);
        }
    }
}
