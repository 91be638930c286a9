package com.moxton.payments.ingress.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller sees it.
 *
 * @param status usually the code's own; the server's where it is finer
 * @param detail one sentence of ours; never an exception's message
 * @param requestId null for the id of the HTTP request it is written for
 * @param members additional members of the body
 * @param headers additional response headers
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        ProblemCode code,
        int status,
        String detail,
        @Nullable String requestId,
        Map<String, Object> members,
        Map<String, String> headers) {

    private static final String TYPE_PREFIX = "urn:moxton:payments:problem:";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, code.status(), detail, null, Map.of(), Map.of());
    }

    /** For a status that a framework or the server chose. */
    public static Problem ofStatus(int status) {
        ProblemCode code = ProblemCode.ofStatus(status);
        return new Problem(code, status, code.title() + ".", null, Map.of(), Map.of());
    }

    /** A member beyond RFC 9457's; left out when the value is null. */
    public Problem with(String member, @Nullable Object value) {
        return value == null
                ? this
                : new Problem(code, status, detail, requestId, add(members, member, value), headers);
    }

    public Problem withHeader(String name, String value) {
        return new Problem(code, status, detail, requestId, members, add(headers, name, value));
    }

    public Problem retryAfter(Duration pause) {
        return withHeader("Retry-After", Long.toString(Math.max(1, pause.toSeconds())));
    }

    public Problem forRequest(String id) {
        return new Problem(code, status, detail, id, members, headers);
    }

    Map<String, Object> body(String fallbackRequestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPE_PREFIX + code.code());
        body.put("title", code.title());
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code.code());
        body.put("requestId", requestId == null ? fallbackRequestId : requestId);
        body.putAll(members);
        return body;
    }

    private static <V> Map<String, V> add(Map<String, V> map, String key, V value) {
        Map<String, V> longer = new LinkedHashMap<>(map);
        longer.put(key, value);
        return longer;
    }
}
