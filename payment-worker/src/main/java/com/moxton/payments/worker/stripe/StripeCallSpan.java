package com.moxton.payments.worker.stripe;

import com.moxton.payments.tracing.TraceSpan;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.net.URL;
import java.util.regex.Pattern;

/**
 * The span of a call on the wire, attempt by attempt. It says the path without its ids and never the query, a header or a
 * body. Stripe isn't told of the trace: it has no use for it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span">Conventions for HTTP clients</a>
 */
final class StripeCallSpan {
    private static final Pattern ID = Pattern.compile("/[a-z]+_[A-Za-z0-9_]+(?=/|$)");
    private static final Pattern RESOURCE = Pattern.compile("/payment_intents|/payment_methods");

    private StripeCallSpan() {}

    static TraceSpan begin(StripeRequest request) {
        if (!TraceSpan.current().isRecording()) {
            return TraceSpan.NONE;
        }
        URL url = request.url();
        String path = template(url.getPath());
        String method = request.method().name();
        return TraceSpan.call(method + " " + path)
                .set("http.request.method", method)
                .set("url.template", path)
                .set("server.address", url.getHost())
                .set("server.port", url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
    }

    static void answered(TraceSpan span, StripeResponse response) {
        if (!span.isRecording()) {
            return;
        }
        span.set("http.response.status_code", response.code())
                .set("stripe.request.id", response.requestId())
                .set("stripe.idempotent_replayed", AnswerReader.isReplayed(response));
        if (response.code() >= 400) {
            span.failed(Integer.toString(response.code()));
        }
    }

    /** {@code /v1/payment_intents/pi_123/confirm} becomes {@code /v1/payment_intents/{id}/confirm}. */
    static String template(String path) {
        return ID.matcher(path)
                .replaceAll(part -> RESOURCE.matcher(part.group()).matches() ? part.group() : "/{id}");
    }
}
