package com.moxton.payments.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * While it is open, its thread is at a span, and log lines say which: {@code trace.id} and {@code span.id}, as ECS has them.
 * Close it on the thread that opened it.
 *
 * @see <a href="https://www.elastic.co/docs/reference/ecs/ecs-tracing">ECS: tracing fields</a>
 */
public final class TraceScope implements AutoCloseable {
    static final TraceScope NONE = new TraceScope(Scope.noop(), null, null, false);

    private static final String TRACE = "trace.id";
    private static final String SPAN = "span.id";

    private final Scope scope;
    private final @Nullable String outerTrace;
    private final @Nullable String outerSpan;
    private final boolean marked;

    private TraceScope(Scope scope, @Nullable String outerTrace, @Nullable String outerSpan, boolean marked) {
        this.scope = scope;
        this.outerTrace = outerTrace;
        this.outerSpan = outerSpan;
        this.marked = marked;
    }

    /** Whoever gets it closes it. */
    @SuppressWarnings("MustBeClosedChecker")
    static TraceScope of(Context context, SpanContext position) {
        TraceScope entered = new TraceScope(context.makeCurrent(), MDC.get(TRACE), MDC.get(SPAN), true);
        MDC.put(TRACE, position.getTraceId());
        MDC.put(SPAN, position.getSpanId());
        return entered;
    }

    @Override
    public void close() {
        if (marked) {
            put(TRACE, outerTrace);
            put(SPAN, outerSpan);
        }
        scope.close();
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
