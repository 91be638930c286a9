package com.moxton.payments.tracing;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@code traceparent} and {@code tracestate}. What isn't valid counts as absent.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceHeaders {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final List<String> NAMES = List.of(HeaderNames.TRACEPARENT, HeaderNames.TRACESTATE);

    private TraceHeaders() {}

    static Context of(UnaryOperator<@Nullable String> headers) {
        return W3C.extract(Context.root(), headers, new Getter());
    }

    static Context of(Headers headers) {
        return of(name -> RecordHeaders.text(headers, name));
    }

    /** The span that sent the record; an invalid one when it doesn't say. */
    static SpanContext sender(Headers headers) {
        return Span.fromContext(of(headers)).getSpanContext();
    }

    /** In the place of those that are there. */
    static void put(Context context, Headers headers) {
        NAMES.forEach(headers::remove);
        W3C.inject(context, headers, (into, name, value) -> RecordHeaders.put(headers, name, value));
    }

    private static final class Getter implements TextMapGetter<UnaryOperator<@Nullable String>> {
        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> carrier) {
            return NAMES;
        }

        @Override
        public @Nullable String get(@Nullable UnaryOperator<@Nullable String> carrier, String key) {
            return carrier == null ? null : carrier.apply(key);
        }
    }
}
