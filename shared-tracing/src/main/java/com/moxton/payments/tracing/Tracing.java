package com.moxton.payments.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where spans begin that come from outside of a thread: with an HTTP request, a record, a batch. Whatever else is traced is
 * a child of one of those ({@link TraceSpan#child}), found by the thread it runs on: so nothing has to be handed through,
 * and work that belongs to no traced request costs one look at a thread-local.
 *
 * <p>Off, it loads no class of OpenTelemetry's SDK, and every span is {@link TraceSpan#NONE}.
 */
public final class Tracing implements AutoCloseable {
    /** Found again by children. */
    static final ContextKey<Tracing> KEY = ContextKey.named("com.moxton.payments.tracing");

    private static final Tracing OFF = new Tracing(null, () -> {});

    private final @Nullable Tracer tracer;
    private final Runnable closing;

    Tracing(@Nullable Tracer tracer, Runnable closing) {
        this.tracer = tracer;
        this.closing = closing;
    }

    public static Tracing off() {
        return OFF;
    }

    /** Sends spans in the background from now on. Whether anybody is there doesn't matter to the caller. */
    public static Tracing to(TraceTarget target) {
        return SpanExport.start(target);
    }

    public boolean isOn() {
        return tracer != null;
    }

    /**
     * An HTTP request that we answer.
     *
     * @param name the method and the route, never the path: a caller's mistake may put a secret there
     * @param headers the first value of the request's header; null when it has none
     * @param ago how long ago it came
     */
    public TraceSpan server(String name, UnaryOperator<@Nullable String> headers, Duration ago) {
        if (tracer == null) {
            return TraceSpan.NONE;
        }
        SpanBuilder span = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.SERVER)
                .setParent(TraceHeaders.of(headers))
                .setStartTimestamp(Instant.now().minus(ago));
        return begun(span);
    }

    /**
     * A record that is being worked off: the child of the span that sent it. Of a replay it is the first span of another
     * trace, with a link: a trace that goes on weeks later would be read as if it had taken weeks.
     */
    public TraceSpan process(ConsumerRecord<?, ?> record, String group) {
        return begin(record, group, TraceSpan.NONE);
    }

    /**
     * The same of a record that is one of a batch.
     *
     * @param batch as {@link #batch} gave it
     */
    public TraceSpan process(ConsumerRecord<?, ?> record, String group, TraceSpan batch) {
        return begin(record, group, batch);
    }

    /** An answer or a change that comes back to who asked. Where its sender isn't traced it begins no trace of its own. */
    public TraceSpan answer(ConsumerRecord<?, ?> record) {
        return tracer != null && TraceHeaders.sender(record.headers()).isValid()
                ? begin(record, null, TraceSpan.NONE)
                : TraceSpan.NONE;
    }

    private TraceSpan begin(ConsumerRecord<?, ?> record, @Nullable String group, TraceSpan batch) {
        if (tracer == null) {
            return TraceSpan.NONE;
        }
        SpanBuilder span = tracer.spanBuilder("process " + record.topic()).setSpanKind(SpanKind.CONSUMER);
        SpanContext sent = TraceHeaders.sender(record.headers());
        if (RecordAttributes.isReplay(record)) {
            span.setNoParent().addLink(sent);
        } else {
            span.setParent(TraceHeaders.of(record.headers()));
        }
        span.addLink(batch.position());
        RecordAttributes.processed(span, record, group);
        return begun(span);
    }

    /**
     * Records that are worked off together, in one transaction: a trace of its own, with a link to each record's, which is
     * what OpenTelemetry's conventions for messaging ask for. It is recorded when one of those is.
     */
    public TraceSpan batch(List<? extends ConsumerRecord<?, ?>> records, String group) {
        if (tracer == null || records.isEmpty()) {
            return TraceSpan.NONE;
        }
        String topic = records.getFirst().topic();
        SpanBuilder span = tracer.spanBuilder("batch " + topic)
                .setSpanKind(SpanKind.CONSUMER)
                .setNoParent();
        records.forEach(record -> span.addLink(TraceHeaders.sender(record.headers())));
        RecordAttributes.batch(span, topic, records.size(), group);
        return begun(span);
    }

    /** A child of what is under way in this context. */
    TraceSpan child(Context parent, String name, SpanKind kind, @Nullable Instant began) {
        if (tracer == null) {
            return TraceSpan.NONE;
        }
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent);
        if (began != null) {
            span.setStartTimestamp(began);
        }
        return begun(span);
    }

    private TraceSpan begun(SpanBuilder builder) {
        Span span = builder.startSpan();
        return new TraceSpan(span, Context.root().with(KEY, this).with(span));
    }

    /** Sends what is left, within two seconds. */
    @Override
    public void close() {
        closing.run();
    }
}
